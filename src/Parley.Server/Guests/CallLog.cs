using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Protocols.GuestCall;
using Parley.RabbitMq;
using Parley.Server.Storage;

namespace Parley.Server.Guests;

/// <summary>Writes calls to the store; those that go on when the server stops are written as they are.</summary>
internal sealed class CallLog(CallQueue calls, IRooms rooms, IStore store, TimeProvider time, ILogger<CallLog> logger, ClusterNode? cluster = null)
    : RecordLog<CallRecord>(calls, "calls", time, logger)
{
    /// <summary>With other nodes there calls don't end with this one.</summary>
    protected override void RecordWhatGoesOn()
    {
        if (cluster is not { Nodes: > 1 }) rooms.Dispatch(Lobby.Only, new CloseLobby());
    }

    protected override Task WriteAsync(CallRecord record, CancellationToken cancellationToken) =>
        store.AddCallAsync(record, cancellationToken);
}

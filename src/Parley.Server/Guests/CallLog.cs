using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Protocols.GuestCall;
using Parley.Server.Storage;

namespace Parley.Server.Guests;

/// <summary>Writes calls to the store; those that go on when the server stops are written as they are.</summary>
internal sealed class CallLog(CallQueue calls, IRooms rooms, IStore store, TimeProvider time, ILogger<CallLog> logger)
    : RecordLog<CallRecord>(calls, "calls", time, logger)
{
    protected override void RecordWhatGoesOn() => rooms.Dispatch(Lobby.Only, new CloseLobby());

    protected override Task WriteAsync(CallRecord record, CancellationToken cancellationToken) =>
        store.AddCallAsync(record, cancellationToken);
}

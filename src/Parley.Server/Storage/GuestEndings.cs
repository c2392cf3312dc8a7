using Parley.Core.Storage;
using Parley.EngineIo;
using Parley.Server.Guests;

namespace Parley.Server.Storage;

/// <summary>Disconnects guests whose session has ended.</summary>
internal sealed class GuestEndings(SocketIoServer server, IStore store, TimeProvider time)
{
    public void Ended(IReadOnlySet<Guid> sessions)
    {
        if (sessions.Count == 0) return;
        foreach (var socket in server.Main.Sockets)
        {
            if (socket.Data is GuestSocket held && sessions.Contains(held.Guest.SessionId)) socket.Disconnect(close: true);
        }
    }

    /// <summary>Looks every connected guest up.</summary>
    public async Task ReviewAsync(CancellationToken cancellationToken)
    {
        foreach (var socket in server.Main.Sockets)
        {
            if (socket.Data is GuestSocket held
                && await store.FindGuestAsync(held.Guest.SessionId, time.GetUtcNow(), cancellationToken) is null)
            {
                socket.Disconnect(close: true);
            }
        }
    }
}

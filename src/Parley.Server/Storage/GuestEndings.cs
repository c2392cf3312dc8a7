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
            if (socket.Data is GuestPeer peer && sessions.Contains(peer.Session.Guest.SessionId)) socket.Disconnect(close: true);
        }
    }

    /// <summary>Looks every connected guest up.</summary>
    public async Task ReviewAsync(CancellationToken cancellationToken)
    {
        foreach (var socket in server.Main.Sockets)
        {
            if (socket.Data is GuestPeer peer
                && await store.FindGuestAsync(peer.Session.Guest.SessionId, time.GetUtcNow(), cancellationToken) is null)
            {
                socket.Disconnect(close: true);
            }
        }
    }
}

using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.Protocols.GuestCall;

/// <summary>Matched guests over Socket.IO: what all its sessions share. See docs/protocols/guestcall.md.</summary>
public sealed class GuestCallProtocol
{
    /// <summary>Its name in metrics and logs.</summary>
    public const string Name = "guestcall";

    /// <summary>Largest message, in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>All rooms.</summary>
    public required IRooms Rooms { get; init; }

    /// <summary>Deadlines.</summary>
    public required Clock Clock { get; init; }

    /// <summary>How much a connection and a guest may send.</summary>
    public required RateLimits Rates { get; init; }

    /// <summary>The guests' token buckets.</summary>
    public required UserBuckets Users { get; init; }

    /// <summary>Counters.</summary>
    public required ProtocolMetrics Metrics { get; init; }

    /// <summary>Who is here.</summary>
    public required GuestPresence Presence { get; init; }

    /// <summary>What everybody is told of that.</summary>
    public required GuestStatsFeed Stats { get; init; }

    /// <summary>A session on a new connection of a guest.</summary>
    /// <param name="peer">Delivers to the client.</param>
    /// <param name="guest">Whose it is.</param>
    /// <param name="socketId">The connection's name; a recovered one has its old name.</param>
    /// <param name="remember">
    /// Told of each change of what it would have to be restored with on another node; <c>null</c> where that can't happen.
    /// A room's lock is held.
    /// </param>
    public GuestSession NewSession(IPeer peer, Guest guest, string socketId, Action<GuestStanding>? remember = null) =>
        new(peer, guest, socketId, this, remember);
}

using Microsoft.Extensions.Logging;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.Core.Turn;

namespace Parley.Protocols.Live;

/// <summary>Rooms on media servers, and calls of two: what all sessions share. See docs/protocols/live.md.</summary>
public sealed class LiveProtocol
{
    /// <summary>Its name in metrics, logs and signals.</summary>
    public const string Name = "live";

    /// <summary>The kind of its rooms.</summary>
    public const string RoomKind = LiveRoom.Kind;

    /// <summary>Largest frame, in bytes.</summary>
    public const int MaxFrameBytes = 32 * 1024;

    /// <summary>Largest message, in bytes.</summary>
    public const int MaxMessageBytes = 128 * 1024;

    /// <summary>All rooms.</summary>
    public required IRooms Rooms { get; init; }

    /// <summary>Deadlines.</summary>
    public required Clock Clock { get; init; }

    /// <summary>Timeouts of media servers, and the wall clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What an operator may change.</summary>
    public required LiveOptions Options { get; init; }

    /// <summary>How much a connection and a user may send.</summary>
    public required RateLimits Rates { get; init; }

    /// <summary>The users' token buckets.</summary>
    public required UserBuckets Users { get; init; }

    /// <summary>STUN and TURN servers for a user.</summary>
    public required Func<string, IReadOnlyList<IceServer>> IceServersFor { get; init; }

    /// <summary>The media servers; there may be none.</summary>
    public required MediaServers Servers { get; init; }

    /// <summary>What the rooms come to.</summary>
    public required LiveCounts Counts { get; init; }

    /// <summary>Told of each call of a media server: which one it was, how long it took, and how it ended.</summary>
    public required Action<string, TimeSpan, string> MediaCalled { get; init; }

    /// <summary>Sessions that outlive their connections.</summary>
    public required KeptSessions Kept { get; init; }

    /// <summary>Counters.</summary>
    public required ProtocolMetrics Metrics { get; init; }

    /// <summary>For what happens on media servers.</summary>
    public required ILogger Logger { get; init; }

    internal LiveCodec Codec { get; } = new();

    /// <summary>A room, before anybody is in it.</summary>
    public Room NewRoom(RoomId id) => new LiveRoom(this) { Id = id };

    /// <summary>A session on a new connection.</summary>
    /// <param name="connection">The transport.</param>
    /// <param name="identity">Who the token showed it to be; <c>null</c> for one who is taken on trust.</param>
    /// <param name="scope">Which rooms it reaches.</param>
    /// <param name="profile">How others see the user; <c>null</c> for the id.</param>
    /// <param name="elsewhere">Opens its parts in rooms where they live; <c>null</c> where all rooms are here.</param>
    public IMessageHandler NewSession(
        IConnection connection, VerifiedIdentity? identity, LiveScope scope, LiveProfile? profile,
        OpenLiveElsewhere? elsewhere = null) =>
        new LiveSession(connection, this, identity, scope, profile, elsewhere);

    /// <summary>A session's part in one room, where that lives.</summary>
    /// <param name="connection">The way to the client.</param>
    /// <param name="opening">What is known of it.</param>
    /// <param name="carried">
    /// What the node gave where it was open before, so that it can be resumed here, or <c>null</c>: then it can be no more.
    /// </param>
    public IMessageHandler Open(IConnection connection, LiveOpening opening, byte[]? carried)
    {
        var session = new LiveSession(connection, this, opening);
        if (opening.Standing is { } standing) session.Restore(standing, carried);
        return session;
    }
}

using Microsoft.Extensions.Logging;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.Core.Turn;

namespace Parley.Protocols.Direct;

/// <summary>User-to-user signaling: what all its sessions share. See docs/protocols/direct.md.</summary>
public sealed class DirectProtocol
{
    /// <summary>Its name in metrics, logs and signals.</summary>
    public const string Name = "direct";

    /// <summary>Largest message, in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>All rooms.</summary>
    public required IRooms Rooms { get; init; }

    /// <summary>Deadlines.</summary>
    public required Clock Clock { get; init; }

    /// <summary>Times on the wire.</summary>
    public required TimeProvider Time
    {
        get;
        init
        {
            field = value;
            (TextCodec, BinaryCodec) = DirectCodec.Create(value);
        }
    }

    /// <summary>What an operator may change.</summary>
    public required DirectOptions Options { get; init; }

    /// <summary>How much a connection and a user may send.</summary>
    public required RateLimits Rates { get; init; }

    /// <summary>The users' token buckets.</summary>
    public required UserBuckets Users { get; init; }

    /// <summary>Verifies a token that comes in <c>register</c>.</summary>
    public required IdentityCheck CheckIdentity { get; init; }

    /// <summary>STUN and TURN servers for a user.</summary>
    public required Func<string, IReadOnlyList<IceServer>> IceServersFor { get; init; }

    /// <summary>Sessions that outlive their connections.</summary>
    public required KeptSessions Kept { get; init; }

    /// <summary>Counters.</summary>
    public required ProtocolMetrics Metrics { get; init; }

    /// <summary>For what clients report.</summary>
    public required ILogger Logger { get; init; }

    internal DirectCodec TextCodec { get; private init; } = null!;

    internal DirectCodec BinaryCodec { get; private init; } = null!;

    /// <summary>
    /// With what all its sessions live where there are several nodes: users call whom they like, so all are on one node.
    /// </summary>
    public static RoomId Home { get; } = new(Name, "");

    /// <summary>A session on a new connection.</summary>
    /// <param name="connection">The transport.</param>
    /// <param name="identity">Who the token at the upgrade showed it to be; <c>null</c> when there was none.</param>
    public IMessageHandler NewSession(IConnection connection, VerifiedIdentity? identity) =>
        new DirectSession(connection, this, identity);

    /// <summary>The same, on whichever node all sessions are.</summary>
    /// <param name="connection">The way to the client.</param>
    /// <param name="opening">What is known of it.</param>
    /// <param name="carried">
    /// What the node gave where it was open before, so that it can be resumed here, or <c>null</c>: then it can be no more.
    /// </param>
    public IMessageHandler Open(IConnection connection, DirectOpening opening, byte[]? carried)
    {
        var identity = opening.UserId is null ? null : new VerifiedIdentity(opening.UserId, opening.ExpiresAt);
        var session = new DirectSession(connection, this, identity);
        if (opening.Registered is { } device) session.Restore(device, carried);
        return session;
    }
}

using Microsoft.Extensions.Logging;
using Parley.Core.Identity;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.Protocols.World;

/// <summary>The virtual office: what all its sessions and worlds share. See docs/protocols/world.md.</summary>
public sealed class WorldProtocol
{
    /// <summary>Its name in metrics, logs and signals.</summary>
    public const string Name = "world";

    /// <summary>The kind of room that a world is.</summary>
    public const string WorldKind = WorldRoom.Kind;

    /// <summary>Largest message, in bytes.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>All rooms.</summary>
    public required IRooms Rooms { get; init; }

    /// <summary>Deadlines.</summary>
    public required Clock Clock { get; init; }

    /// <summary>When tokens run out.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What an operator may change.</summary>
    public required WorldOptions Options { get; init; }

    /// <summary>The worlds there are.</summary>
    public required WorldCatalog Worlds { get; init; }

    /// <summary>Gives zones their turn in which presence is told.</summary>
    public required Ticker Ticker { get; init; }

    /// <summary>Verifies the token that comes in <c>CONNECT</c>.</summary>
    public required IdentityCheck CheckIdentity { get; init; }

    /// <summary>What the rules for objects, topology and moderation need of others.</summary>
    public WorldRules Rules { get; init; } = new();

    /// <summary>Sessions that outlive their connections.</summary>
    public required KeptSessions Kept { get; init; }

    /// <summary>Counters.</summary>
    public required ProtocolMetrics Metrics { get; init; }

    /// <summary>For what clients report.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>
    /// Where there are several nodes: opens a session on the one that has its workspace, whichever that is, with the
    /// client's connection in this one.
    /// </summary>
    public Func<IConnection, WorldOpening, IMessageHandler>? OpenAtHome { get; init; }

    internal WorldCodec Codec { get; } = new();

    /// <summary>
    /// With what sessions of a workspace live where there are several nodes: nobody meets anybody of another one, and the
    /// worlds of one share a node.
    /// </summary>
    public static RoomId HomeOf(string workspaceId) => new("workspace", workspaceId);

    /// <summary>A session on a new connection.</summary>
    /// <param name="connection">The transport.</param>
    /// <param name="sfuUrl">The SFU's address, as this client can reach it.</param>
    public IMessageHandler NewSession(IConnection connection, string sfuUrl = "") => new WorldSession(connection, this, sfuUrl);

    /// <summary>A session that has come to the node of its workspace.</summary>
    /// <param name="connection">The way to the client.</param>
    /// <param name="opening">What is known of it.</param>
    /// <param name="wasOpen">Whether it was open on another node before, and its client is to be told nothing.</param>
    /// <param name="carried">
    /// What that node gave so that it can be resumed here, or <c>null</c>: then it can be no more.
    /// </param>
    public IMessageHandler Open(IConnection connection, WorldOpening opening, bool wasOpen, byte[]? carried)
    {
        var session = new WorldSession(connection, this, opening);
        if (opening.Standing is { } standing) session.Restore(opening, standing, carried);
        else if (!wasOpen) session.Connect(opening);
        return session;
    }

    /// <summary>Whether of such messages only the newest counts: a newer one may take its place as long as it waits.</summary>
    public static bool IsPresence(ReadOnlySpan<byte> message)
    {
        var envelope = default(WorldEnvelope);
        return WorldSession.Decode(message, binary: false, ref envelope) is null && envelope.Type == WorldType.PresenceUpdate;
    }

    /// <summary>The live side of a world, for rooms of the kind <see cref="WorldKind"/>.</summary>
    public Room NewWorld(RoomId id) => new WorldRoom(this) { Id = id };

    /// <summary>A user's one connection, for rooms of the kind <see cref="UserConnection.Kind"/>.</summary>
    public static Room NewUser(RoomId id) => new UserConnection { Id = id };

    /// <summary>Lets people stay in worlds that are edited: from now on a change of the catalog reaches who is in them.</summary>
    public void FollowWorlds() =>
        Worlds.Changed += change => Rooms.Dispatch(WorldRoom.Of(change.WorldId), new SwapMap(change.After));
}

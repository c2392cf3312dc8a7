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

    internal WorldCodec Codec { get; } = new();

    /// <summary>A session on a new connection.</summary>
    /// <param name="connection">The transport.</param>
    /// <param name="sfuUrl">The SFU's address, as this client can reach it.</param>
    public IMessageHandler NewSession(IConnection connection, string sfuUrl = "") => new WorldSession(connection, this, sfuUrl);

    /// <summary>The live side of a world, for rooms of the kind <see cref="WorldKind"/>.</summary>
    public Room NewWorld(RoomId id) => new WorldRoom(this) { Id = id };

    /// <summary>A user's one connection, for rooms of the kind <see cref="UserConnection.Kind"/>.</summary>
    public static Room NewUser(RoomId id) => new UserConnection { Id = id };

    /// <summary>Lets people stay in worlds that are edited: from now on a change of the catalog reaches who is in them.</summary>
    public void FollowWorlds() =>
        Worlds.Changed += change => Rooms.Dispatch(WorldRoom.Of(change.WorldId), new SwapMap(change.After));
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core.Identity;
using Parley.Core.Resuming;

namespace Parley.Protocols.World;

/// <summary>
/// All that a session of <c>world</c> is made of, so that it can be opened on another node than its client's: what
/// <c>CONNECT</c> said, and once that was answered what has become of it.
/// </summary>
/// <param name="Identity">Whom the token showed it to be; names a workspace.</param>
/// <param name="SfuUrl">The SFU's address, as this client can reach it.</param>
/// <param name="Batches">Whether it takes a tick's presence as one message.</param>
/// <param name="ClientVersion">As it says, if it does.</param>
/// <param name="Resume">What it says of resuming, if it does.</param>
/// <param name="Standing">How it stands; <c>null</c> when it is to be connected first.</param>
public sealed record WorldOpening(
    VerifiedIdentity Identity, string SfuUrl, bool Batches, string? ClientVersion, ResumeRequest? Resume, WorldStanding? Standing = null)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, WorldOpeningJson.Default.WorldOpening);

    /// <summary>As it was.</summary>
    public static WorldOpening FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, WorldOpeningJson.Default.WorldOpening)!;
}

/// <summary>A session that has connected.</summary>
/// <param name="Since">Of two connections of one user, the later one has the greater.</param>
/// <param name="Newest">No fencing token that was given until now is greater.</param>
/// <param name="WorldId">The world it is in, or <c>null</c>.</param>
/// <param name="Place">Where in it.</param>
public sealed record WorldStanding(Guid Since, Guid Newest, string? WorldId, WorldPlace? Place);

/// <summary>Somebody's place in a world, and what goes with it.</summary>
/// <param name="ZoneId">The zone.</param>
/// <param name="X">The position, with the digits in which it came.</param>
/// <param name="Y">Likewise.</param>
/// <param name="Facing">Where it looks, in quotes.</param>
/// <param name="State">Idle, walking or sitting: 0, 1, 2.</param>
/// <param name="MovedAt">The timestamp of the last move, in the client's own unit; <c>null</c> when there was none.</param>
/// <param name="Held">The objects that it holds.</param>
/// <param name="MutedUntil">Until when it is muted; <c>null</c> when it is not.</param>
/// <param name="NeededTurn">Whether it said that a connection needed TURN.</param>
/// <param name="HasTurn">Whether it was given credentials that have to be renewed.</param>
/// <param name="OnSfu">Whether its zone was on the SFU.</param>
public sealed record WorldPlace(
    string ZoneId, string X, string Y, string Facing, byte State, double? MovedAt, IReadOnlyList<HeldObject> Held,
    DateTimeOffset? MutedUntil, bool NeededTurn, bool HasTurn, bool OnSfu);

/// <summary>An object that somebody holds.</summary>
/// <param name="ObjectId">Which.</param>
/// <param name="LockId">The fencing token.</param>
public sealed record HeldObject(string ObjectId, Guid LockId);

/// <summary>Source-generated serializers of the above.</summary>
[JsonSerializable(typeof(WorldOpening))]
internal sealed partial class WorldOpeningJson : JsonSerializerContext;

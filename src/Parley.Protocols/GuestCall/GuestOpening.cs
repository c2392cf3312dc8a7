using System.Text.Json;
using System.Text.Json.Serialization;

namespace Parley.Protocols.GuestCall;

/// <summary>All that a guest's session is made of, so that it can be opened on another node than its client's.</summary>
/// <param name="Guest">Whose it is.</param>
/// <param name="SocketId">The connection's name; a recovered one has its old name.</param>
/// <param name="Recovered">Whether its client was recovered.</param>
/// <param name="Standing">What the lobby knows of it; <c>null</c> when it is new.</param>
public sealed record GuestOpening(Guest Guest, string SocketId, bool Recovered, GuestStanding? Standing = null)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, GuestJson.Default.GuestOpening);

    /// <summary>As it was.</summary>
    public static GuestOpening FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, GuestJson.Default.GuestOpening)!;
}

/// <summary>Source-generated serializers of what crosses between nodes.</summary>
[JsonSerializable(typeof(GuestOpening))]
[JsonSerializable(typeof(GuestsNow))]
internal sealed partial class GuestJson : JsonSerializerContext;

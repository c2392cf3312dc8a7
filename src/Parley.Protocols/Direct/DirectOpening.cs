using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>All that a session of <c>direct</c> is made of, so that it can be opened on another node than its client's.</summary>
/// <param name="UserId">Whom the token showed it to be; <c>null</c> when there was none yet.</param>
/// <param name="ExpiresAt">When the token runs out.</param>
/// <param name="Registered">Who it is registered as; <c>null</c> when it is not.</param>
public sealed record DirectOpening(string? UserId, DateTimeOffset? ExpiresAt, DirectDevice? Registered = null)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, DirectJson.Default.DirectOpening);

    /// <summary>As it was.</summary>
    public static DirectOpening FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, DirectJson.Default.DirectOpening)!;
}

/// <summary>A registered device, as it stands.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="DeviceId">Its own name, or <c>null</c>.</param>
/// <param name="Contacts">Whom it watches.</param>
/// <param name="Binary">Whether its client sends binary frames.</param>
/// <param name="Standing">What its user's mailbox knows of it.</param>
public sealed record DirectDevice(string UserId, string? DeviceId, HashSet<string> Contacts, bool Binary, Standing Standing);

/// <summary>Source-generated serializers of the above.</summary>
[JsonSerializable(typeof(DirectOpening))]
internal sealed partial class DirectJson : JsonSerializerContext;

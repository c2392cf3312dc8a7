using System.Text.Json;

namespace Parley.Protocols.GuestCall;

/// <summary>Who is here at this moment.</summary>
/// <param name="Stats">How many.</param>
/// <param name="Online">Guests who are connected, <see cref="GuestStatsFeed.MostListed"/> at most.</param>
public sealed record GuestsNow(GuestStats Stats, IReadOnlyList<OnlineGuest> Online)
{
    /// <summary>As it crosses between nodes.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, GuestJson.Default.GuestsNow);

    /// <summary>As it was.</summary>
    public static GuestsNow FromBytes(byte[] bytes) => JsonSerializer.Deserialize(bytes, GuestJson.Default.GuestsNow)!;
}

using System.Text.Json;
using Parley.Core.Messages;
using Parley.Core.Time;

namespace Parley.Protocols.GuestCall;

/// <summary>
/// <c>realtime:stats</c>: written once for each change, and sent to all once a second at most, however many come and go.
/// </summary>
/// <param name="presence">What it tells.</param>
/// <param name="clock">When.</param>
public sealed class GuestStatsFeed(GuestPresence presence, Clock clock)
{
    /// <summary>Guests that are listed; all are counted.</summary>
    public const int MostListed = 100;

    private const int Interval = 1000;

    private readonly Lock gate = new();
    private GuestEvent? current;
    private long version;
    private long toldVersion;
    private long? toldAt;

    /// <summary>The statistics as they are now.</summary>
    public GuestEvent Current
    {
        get
        {
            lock (gate)
            {
                if (current is not null && version == presence.Version) return current;
                version = presence.Version;
                return current = Write();
            }
        }
    }

    /// <summary>
    /// What all are to be told now; <c>null</c> when they know it, or were told something less than a second ago. To be asked
    /// about once a second.
    /// </summary>
    public GuestEvent? TakeDue()
    {
        lock (gate)
        {
            var now = clock.Milliseconds;
            if (toldVersion == presence.Version || now - toldAt < Interval) return null;
            (toldVersion, toldAt) = (presence.Version, now);
            return Current;
        }
    }

    private GuestEvent Write() => GuestEvents.Write(
        MessageKind.Presence, "realtime:stats", (Stats: presence.Snapshot(), Guests: presence.Online(MostListed), clock.UtcNow),
        static (json, now) =>
        {
            json.WriteStartObject("stats"u8);
            WriteStats(json, now.Stats);
            json.WriteEndObject();
            json.WriteStartArray("onlineUsers"u8);
            foreach (var guest in now.Guests) WriteGuest(json, guest);
            json.WriteEndArray();
            json.WriteTimestamp("timestamp"u8, now.UtcNow);
        },
        passing: true);

    private static void WriteStats(Utf8JsonWriter json, GuestStats stats)
    {
        json.WriteNumber("totalUsers"u8, stats.TotalUsers);
        json.WriteNumber("onlineUsers"u8, stats.OnlineUsers);
        json.WriteNumber("activeUsers"u8, stats.ActiveUsers);
        json.WriteNumber("availableUsers"u8, stats.AvailableUsers);
        json.WriteNumber("connectedUsers"u8, stats.ConnectedUsers);
    }

    private static void WriteGuest(Utf8JsonWriter json, OnlineGuest guest)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, guest.Guest.UserId);
        GuestEvents.WriteProfile(json, guest.Guest);
        json.WriteBoolean("isSearching"u8, guest.IsSearching);
        json.WriteBoolean("isMatched"u8, guest.IsMatched);
        json.WriteEndObject();
    }
}

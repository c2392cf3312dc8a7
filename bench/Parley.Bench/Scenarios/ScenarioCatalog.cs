using Parley.Bench.Load;

namespace Parley.Bench.Scenarios;

/// <summary>Everything that is measured, in the report's order.</summary>
internal static class ScenarioCatalog
{
    internal const int Small = 200;
    internal const int Large = 2500;

    internal static readonly IReadOnlyList<Scenario> All =
    [
        new RelayScenario("relay", "200 B, 1 in flight", Small, 1, Writes.Single),
        new RelayScenario("relay-8", "200 B, 8 in flight", Small, 8, Writes.Single),
        new RelayScenario("burst", "200 B, 8 in flight, in bursts", Small, 8, Writes.Burst),
        new RelayScenario("relay-2500", "2.5 KB, 1 in flight", Large, 1, Writes.Single),
        new RelayScenario("relay-2500-8", "2.5 KB, 8 in flight", Large, 8, Writes.Single),
        new PollingScenario("polling", "200 B by long polling", Small),
        new RoomScenario("rooms", "rooms of 25", Small),
        new PresenceScenario("presence", "1,000 movers", 20, 0, "world", "world-batch", "naive", "ws", "socket.io"),
        new PresenceScenario("presence-70", "movers who take 70 % of a core", 110, 0.7, "world", "world-batch"),
        // Relays are offered three times what they can carry with 20 zones already.
        new PresenceScenario("presence-full", "movers who fill a core", 20, 0, "world", "world-batch", "ws", "socket.io", "limit-ticks")
        {
            More = new() { ["world"] = 110, ["world-batch"] = 110, ["limit-ticks"] = 150 },
        },
        new LatencyScenario("latency", "200 B at 5,000/s", Small),
        new ConnectScenario("connects", "connecting"),
        new PublishScenario("publish", "publishing in a live room"),
        new WatchScenario("watch", "500 watchers join a live room"),
        new MemoryScenario("memory", "5,000 idle connections"),
    ];
}

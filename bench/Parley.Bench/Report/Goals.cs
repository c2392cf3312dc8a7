using Parley.Bench.Measuring;

namespace Parley.Bench.Report;

/// <summary>What Parley promises itself, as ratios within one run.</summary>
internal static class Goals
{
    internal static readonly IReadOnlyList<Goal> All =
    [
        new("relay", Metric.Messages, "naive", 1.5),
        new("relay", Metric.Messages, "ws", 1.3),
        new("relay", Metric.Messages, "socket.io", 2.5),
        new("relay", Metric.Messages, "peer", 1.4),
        new("relay", Metric.Messages, "bun", 0.8),
        new("relay", Metric.Messages, "limit", 0.6),
        // After the one before last: to pass bun at one in flight as well.
        new("relay", Metric.Messages, "bun", 1.0),
        new("relay", Metric.Messages, "naive", 1.5, "live"),
        new("relay", Metric.Messages, "socket.io", 2.5, "live"),
        new("relay", Metric.Messages, "parley", 0.95, "live"),
        new("relay-8", Metric.Messages, "naive", 1.0),
        new("relay-8", Metric.Messages, "ws", 1.0),
        new("relay-8", Metric.Messages, "socket.io", 1.0),
        new("relay-8", Metric.Messages, "peer", 1.0),
        new("relay-8", Metric.Messages, "bun", 1.0),
        new("relay-8", Metric.Messages, "naive", 1.0, "live"),
        new("relay-2500", Metric.Messages, "naive", 1.5),
        new("relay-2500", Metric.Messages, "socket.io", 3),
        new("rooms", Metric.Deliveries, "naive", 1.5),
        new("rooms", Metric.Deliveries, "socket.io", 2),
        new("rooms", Metric.Deliveries, "bun", 0.85),
        new("latency", Metric.P99, "naive", 1.0),
        new("latency", Metric.CpuPerMessage, "naive", 0.4),
        new("connects", Metric.Connects, "naive", 1.0),
        // What of the one before is the token and the second exchange: see the bench's README.
        new("connects", Metric.Connects, "naive-jwt", 1.0),
        new("presence-full", Metric.Deliveries, "ws", 5, "world"),
        new("presence-full", Metric.Deliveries, "ws", 15, "world-batch"),
        new("presence-70", Metric.LateTicks, null, 0.01, "world"),
        new("presence-70", Metric.LateTicks, null, 0.01, "world-batch"),
        // Each a round trip; with what Janus itself takes for it they are most of what a publisher waits for.
        new("publish", Metric.JanusPerPublish, null, 3, "live-sfu"),
        new("watch", Metric.JanusPerWatch, null, 3, "live-sfu"),
        new("memory", Metric.BytesPerConnection, null, 16_000),
        new("memory", Metric.BytesPerConnection, null, 16_000, "live"),
        new("relay", Metric.Messages, "socket.io", 2, "parley-io"),
        new("polling", Metric.Messages, "socket.io", 1.5, "parley-io"),
        new("rooms", Metric.Deliveries, "socket.io", 2, "parley-io"),
        new("latency", Metric.P99, "socket.io", 1.0, "parley-io"),
        new("latency", Metric.CpuPerMessage, "socket.io", 0.6, "parley-io"),
        new("memory", Metric.BytesPerConnection, "socket.io", 1.0, "parley-io"),
    ];
}

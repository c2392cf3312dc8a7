namespace Parley.Bench.Servers;

/// <summary>What Parley's own metrics say of its ticks: how many there were, and how many of them in time.</summary>
/// <param name="All">Ticks since the start.</param>
/// <param name="InTime">Those at most 10 ms late.</param>
internal sealed record TickCounts(double All, double InTime)
{
    private const string Name = "parley_tick_lateness_seconds";

    internal static TickCounts Of(ServerProcess server)
    {
        var metrics = ServerMetrics.Of(server);
        return new TickCounts(metrics.Value($"{Name}_count"), metrics.Value($"{Name}_bucket{{le=\"0.01\"}}"));
    }

    /// <summary>The share of the ticks since then that were more than 10 ms late.</summary>
    internal double LateSince(TickCounts before) => 1 - ((InTime - before.InTime) / (All - before.All));
}

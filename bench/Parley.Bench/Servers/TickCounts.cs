using System.Globalization;

namespace Parley.Bench.Servers;

/// <summary>What Parley's own metrics say of its ticks: how many there were, and how many of them in time.</summary>
/// <param name="All">Ticks since the start.</param>
/// <param name="InTime">Those at most 10 ms late.</param>
internal sealed record TickCounts(double All, double InTime)
{
    private const string Name = "parley_tick_lateness_seconds";

    internal static TickCounts Of(ServerProcess server)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/metrics");
        using var response = http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        var lines = reader.ReadToEnd().Split('\n');
        return new TickCounts(Value(lines, $"{Name}_count"), Value(lines, $"{Name}_bucket{{le=\"0.01\"}}"));
    }

    /// <summary>The share of the ticks since then that were more than 10 ms late.</summary>
    internal double LateSince(TickCounts before) => 1 - ((InTime - before.InTime) / (All - before.All));

    private static double Value(string[] lines, string series) =>
        lines.FirstOrDefault(line => line.StartsWith(series, StringComparison.Ordinal)) is { } line
            ? double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)
            : throw new BenchException($"the server's metrics have no {series}");
}

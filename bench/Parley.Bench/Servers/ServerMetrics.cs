using System.Globalization;

namespace Parley.Bench.Servers;

/// <summary>What a Parley says of itself at <c>/metrics</c>.</summary>
internal sealed class ServerMetrics
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    private readonly string[] lines;

    private ServerMetrics(string[] lines) => this.lines = lines;

    internal static ServerMetrics Of(ServerProcess server)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{server.Port}/metrics");
        using var response = Http.Send(request);
        using var reader = new StreamReader(response.Content.ReadAsStream());
        return new ServerMetrics(reader.ReadToEnd().Split('\n'));
    }

    /// <param name="series">Name and labels, as they are written.</param>
    internal double Value(string series) =>
        lines.FirstOrDefault(line => line.StartsWith(series + " ", StringComparison.Ordinal)) is { } line
            ? double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)
            : throw new BenchException($"the server's metrics have no {series}");
}

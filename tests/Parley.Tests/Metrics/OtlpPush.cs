using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Tests.Metrics;

public sealed class OtlpPush
{
    [Fact]
    public async Task A_configured_collector_gets_the_metrics_at_the_latest_when_the_server_stops()
    {
        var bodies = new ConcurrentQueue<string>();
        await using var collector = await CollectorAsync(bodies);
        var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:Otlp:Endpoint"] = collector.Urls.First(),
            ["Parley:Otlp:Protocol"] = "http/protobuf",
        });

        await host.DisposeAsync();

        var all = string.Concat(bodies);
        all.ShouldContain("parley.connections");
        all.ShouldContain("parley.messages.received");
        all.ShouldContain("dotnet.process.cpu.time");
    }

    /// <summary>Takes OTLP over HTTP; names of metrics are plain text within the Protobuf.</summary>
    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<string> bodies)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/metrics", async (HttpRequest request, CancellationToken ct) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, ct);
            bodies.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
        });
        await app.StartAsync();
        return app;
    }
}

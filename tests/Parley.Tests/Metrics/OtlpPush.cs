using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Parley.Tests.Metrics;

public sealed class OtlpPush
{
    /// <summary>Not compressed, of no length: all fields have their defaults.</summary>
    private static readonly byte[] EmptyGrpcMessage = [0, 0, 0, 0, 0];

    [Theory]
    [InlineData("grpc", HttpProtocols.Http2)]
    [InlineData("http/protobuf", HttpProtocols.Http1)]
    public async Task A_configured_collector_gets_the_metrics_at_the_latest_when_the_server_stops(
        string protocol, HttpProtocols http)
    {
        var bodies = new ConcurrentQueue<string>();
        await using var collector = await CollectorAsync(bodies, http);
        var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:Otlp:Endpoint"] = collector.Urls.First(),
            ["Parley:Otlp:Protocol"] = protocol,
        });

        await host.DisposeAsync();

        var all = string.Concat(bodies);
        all.ShouldContain("parley.connections");
        all.ShouldContain("parley.messages.received");
        all.ShouldContain("dotnet.process.cpu.time");
    }

    /// <summary>Takes OTLP either way; names of metrics are plain text within the Protobuf.</summary>
    private static async Task<WebApplication> CollectorAsync(ConcurrentQueue<string> bodies, HttpProtocols http)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = http));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/v1/metrics", (HttpRequest request) => KeepAsync(request, bodies));
        app.MapPost("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export", async (HttpContext call) =>
        {
            await KeepAsync(call.Request, bodies);
            call.Response.ContentType = "application/grpc";
            await call.Response.Body.WriteAsync(EmptyGrpcMessage, call.RequestAborted);
            call.Response.AppendTrailer("grpc-status", "0");
        });
        await app.StartAsync();
        return app;
    }

    private static async Task KeepAsync(HttpRequest request, ConcurrentQueue<string> bodies)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        bodies.Enqueue(Encoding.Latin1.GetString(body.ToArray()));
    }
}

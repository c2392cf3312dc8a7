using Parley.Server.Options;

namespace Parley.Server.Metrics;

/// <summary>Registers how metrics get out: <c>/metrics</c> for Prometheus, OTLP where configured.</summary>
internal static class MetricsServices
{
    public static IServiceCollection AddParleyMetrics(this IServiceCollection services, ParleyOptions options) => services
        .AddMetrics()
        .AddSingleton<MetricsCollector>()
        .AddSingleton(options.Otlp)
        .AddHostedService<OtlpExport>();

    public static IEndpointRouteBuilder MapMetrics(this IEndpointRouteBuilder endpoints)
    {
        // Made now and not at the first scrape: what happened before that counts too.
        endpoints.ServiceProvider.GetRequiredService<MetricsCollector>();
        endpoints.MapGet("/metrics", (MetricsCollector collector, HttpResponse response) =>
            {
                response.ContentType = PrometheusText.ContentType;
                response.Headers.CacheControl = "no-store";
                return response.WriteAsync(collector.Collect());
            })
            .WithTags("Metrics")
            .WithSummary("Metrics for Prometheus, in its text format.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        return endpoints;
    }
}

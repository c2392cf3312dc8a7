using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using Parley.Core.Metrics;
using Parley.Server.Options;

namespace Parley.Server.Metrics;

/// <summary>Pushes metrics to an OpenTelemetry collector where one is configured; the last ones when the server stops.</summary>
internal sealed partial class OtlpExport(OtlpOptions options, IConfiguration configuration, ILogger<OtlpExport> logger)
    : IHostedService, IDisposable
{
    private const string StandardEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string StandardMetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    private const int ShutdownMilliseconds = 5000;

    private static readonly string? Version = typeof(OtlpExport).Assembly.GetName().Version?.ToString(3);

    private MeterProvider? provider;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var endpoint = options.Endpoint ?? configuration[StandardMetricsEndpoint] ?? configuration[StandardEndpoint];
        if (endpoint is null) return Task.CompletedTask;

        provider = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(r => r.AddService("parley", serviceVersion: Version))
            .AddMeter(ParleyMetrics.MeterName, ExportedInstruments.RuntimeMeter)
            .AddOtlpExporter(Configure)
            .Build();
        LogExporting(logger, endpoint);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        // It blocks until the collector has answered.
        provider is null ? Task.CompletedTask : Task.Run(() => provider.Shutdown(ShutdownMilliseconds), CancellationToken.None);

    public void Dispose() => provider?.Dispose();

    private void Configure(OtlpExporterOptions exporter, MetricReaderOptions reader)
    {
        reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Interval.TotalMilliseconds;
        if (options.Protocol is not null)
            exporter.Protocol = options.Protocol == OtlpOptions.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // The standard variable holds a base address too, but the exporter completes only what it reads by itself.
        if (options.Endpoint is not { } endpoint) return;

        var path = exporter.Protocol == OtlpExportProtocol.Grpc ? "" : "/v1/metrics";
        exporter.Endpoint = new Uri($"{endpoint.TrimEnd('/')}{path}");
    }

    [LoggerMessage(LogLevel.Information, "Metrics are pushed to {Endpoint}.")]
    private static partial void LogExporting(ILogger logger, string endpoint);
}

namespace Parley.Server.Options;

/// <summary><c>Parley:Otlp</c>.</summary>
internal sealed class OtlpOptions
{
    /// <summary>The default protocol of collectors.</summary>
    public const string Grpc = "grpc";

    /// <summary>Protobuf over HTTP/1.1.</summary>
    public const string HttpProtobuf = "http/protobuf";

    /// <summary>Where to push metrics; absent, the variable <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> counts; absent too: nowhere.</summary>
    public string? Endpoint { get; set; }

    /// <summary><c>grpc</c> or <c>http/protobuf</c>; absent, <c>OTEL_EXPORTER_OTLP_PROTOCOL</c> counts, then gRPC.</summary>
    public string? Protocol { get; set; }

    /// <summary>How often.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);
}

namespace Parley.Server.Options;

/// <summary><c>Parley:Live</c>.</summary>
internal sealed class LiveSection
{
    /// <summary>Streams packaged as HLS.</summary>
    public LiveHlsSection Hls { get; init; } = new();
}

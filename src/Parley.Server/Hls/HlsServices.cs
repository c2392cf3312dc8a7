using System.Net;
using Parley.Core.Metrics;
using Parley.Janus.Hls;
using Parley.Server.Options;

namespace Parley.Server.Hls;

/// <summary>Registers the packaging of streams as HLS.</summary>
internal static class HlsServices
{
    private const long Megabyte = 1 << 20;

    public static IServiceCollection AddHls(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton(s => new HlsPackager(
            OptionsOf(options.Live.Hls), s.GetRequiredService<ParleyMetrics>(), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<HlsPackager>>()));
        services.AddSingleton<HlsEndpoint>();
        return services;
    }

    private static HlsOptions OptionsOf(LiveHlsSection section) => new()
    {
        Folder = section.Folder!,
        Ffmpeg = section.Ffmpeg,
        Address = IPAddress.Parse(section.Address),
        MaxStreams = section.MaxStreams,
        Height = section.Height,
        MaxStreamBytes = section.MaxStreamMegabytes * Megabyte,
        MaxBytes = section.MaxMegabytes * Megabyte,
    };
}

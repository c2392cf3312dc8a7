using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Janus;
using Parley.Janus.Hls;
using Parley.Server.Options;

namespace Parley.Server.Hosting;

/// <summary>Registers the media servers that are configured, and keeps them connected.</summary>
internal static class MediaServices
{
    public static IServiceCollection AddParleyMedia(this IServiceCollection services, ParleyOptions options)
    {
        services.TryAddSingleton(s => new MediaServers([.. options.Media.Janus.Select(janus => NewJanus(s, janus))]));
        services.AddHostedService<MediaConnections>();
        return services;
    }

    private static JanusServer NewJanus(IServiceProvider services, JanusSection section) =>
        new(
            new JanusOptions(new Uri(section.Url!)) { ApiSecret = section.ApiSecret, AdminKey = section.AdminKey },
            services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<JanusServer>>(),
            services.GetService<HlsPackager>());

    /// <summary>
    /// Connected from the server's start to its end; registered before whoever uses them, so that it stops after them. The
    /// start waits for none: everything else goes on without media servers.
    /// </summary>
    private sealed class MediaConnections(MediaServers servers, ParleyMetrics metrics) : IHostedService
    {
        private JanusServer[] Janus => [.. servers.All.OfType<JanusServer>()];

        public Task StartAsync(CancellationToken cancellationToken)
        {
            metrics.ObserveMedia(() => servers.All.Select(s => (s.Name, s.IsHealthy, s.Load)), () => Janus.Sum(j => j.RoomsLost));
            foreach (var janus in Janus) janus.Start();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) =>
            Task.WhenAll(Janus.Select(janus => janus.DisposeAsync().AsTask())).WaitAsync(cancellationToken);
    }
}

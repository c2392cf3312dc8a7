using Microsoft.Extensions.DependencyInjection;

namespace Parley.Tests.Transcripts;

/// <summary>The server as transcripts want it: in Development nobody is taken on trust, and time stands still until they say.</summary>
internal static class TranscriptHost
{
    public static Task<ParleyHost> StartAsync(ManualTimeProvider time, Dictionary<string, string?>? settings = null, Action<IServiceCollection>? configure = null) =>
        ParleyHost.StartAsync(
            new(settings ?? []) { ["Parley:Auth:AllowAnonymous"] = "false" },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time);
                configure?.Invoke(builder.Services);
            });
}

using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Server.Authentication;
using Parley.Server.Endpoints;
using Parley.Server.Guests;
using Parley.Server.Health;
using Parley.Server.Hls;
using Parley.Server.Hosting;
using Parley.Server.Logging;
using Parley.Server.Metrics;
using Parley.Server.Options;
using Parley.Server.Rest;
using Parley.Server.Storage;
using Parley.Server.Worlds;

namespace Parley.Server;

/// <summary>Composes the server. Reads as a table of contents.</summary>
internal static class ParleyServer
{
    /// <param name="args">The command line: <c>--urls</c>, <c>--Parley:…</c>, and whatever the host takes.</param>
    /// <param name="configure">Last changes, before the options are read.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddParleyLogging();
        configure?.Invoke(builder);

        var options = builder.AddParleyOptions();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddParleyTransport();
        builder.Services.AddParleyStorage(options);
        builder.Services.AddParleyAuthentication(options, builder.Environment);
        builder.Services.AddParleyCore(options);
        builder.Services.AddParleyMedia(options);
        builder.Services.AddParleyProtocols(options);
        builder.Services.AddParleyGuests(options);
        builder.Services.AddLobby(options);
        builder.Services.AddWorldProtocol(options);
        builder.Services.AddWorldFiles(options);
        builder.Services.AddWorldRules(options);
        builder.Services.AddHls(options);
        builder.Services.AddLive(options);
        builder.Services.AddParleyRest(options);
        builder.Services.AddParleyHealth();
        builder.Services.AddParleyMetrics(options);

        var app = builder.Build();
        app.UseProtocols();
        app.UseOwnThreads();
        app.UseParleyProblems();
        app.UsePages();
        app.UseRouting();
        app.UseWhipOptions();
        app.UseCors();
        app.UseGuestRates();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapOpenApi();
        app.MapChatRest();
        app.MapGuestRest();
        app.MapGuestStats();
        app.MapWorldRest();
        app.MapHls();
        app.MapWhip();
        app.MapLiveRest();
        app.MapNodeRest();
        app.MapHealth();
        app.MapMetrics();
        if (app.Environment.IsDevelopment()) app.MapDemoSession();
        return app;
    }
}

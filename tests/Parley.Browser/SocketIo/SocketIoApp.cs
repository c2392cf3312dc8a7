using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Parley.EngineIo;

namespace Parley.Browser.SocketIo;

/// <summary>An application with a Socket.IO server, and a page for each version of the client, on a free port of 127.0.0.1.</summary>
internal sealed class SocketIoApp : IAsyncDisposable
{
    private readonly WebApplication app;

    private SocketIoApp(WebApplication app) => (this.app, Address) = (app, app.Urls.First());

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    /// <param name="setUp">Sets the namespaces up.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="seen">Told of every request to the Socket.IO server.</param>
    public static async Task<SocketIoApp> StartAsync(
        Action<SocketIoServer>? setUp = null, Action<SocketIoOptions>? configure = null, Action<HttpRequest>? seen = null)
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddSocketIo(configure);
        var app = builder.Build();
        app.UseWhen(context => context.Request.Path.StartsWithSegments("/socket.io"), branch => branch.Use((context, next) =>
        {
            seen?.Invoke(context.Request);
            return next(context);
        }));
        app.MapGet("/page/{version}", (string version) => Results.Content(
            $"""<!doctype html><meta charset="utf-8"><title>{version}</title><script src="/client/{version}"></script>""", "text/html"));
        app.MapGet("/client/{version}", (string version) =>
            Results.File(SocketIoClients.Script(version), "text/javascript"));
        var server = app.MapSocketIo();
        setUp?.Invoke(server);
        await app.StartAsync();
        return new SocketIoApp(app);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.EngineIo;
using Parley.WebSockets;

namespace Parley.Tests.EngineIo;

/// <summary>
/// An application with nothing but a Socket.IO server, on a free port of 127.0.0.1. It pings so seldom that none of its clients
/// ends because a test was slow: tests of pings set their own times, and stop the clock.
/// </summary>
internal sealed class SocketIoHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private SocketIoHost(WebApplication app, SocketIoServer server)
    {
        (this.app, Server) = (app, server);
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public SocketIoServer Server { get; }

    public HttpClient Http { get; }

    public static async Task<SocketIoHost> StartAsync(
        Action<SocketIoServer>? setUp = null, Action<SocketIoOptions>? configure = null, TimeProvider? time = null)
    {
        // Off the thread that polls sockets, as in ParleyHost.
        await Task.Yield();
        var builder = WebApplication.CreateSlimBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseInlineSockets();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSocketIo(options =>
        {
            (options.Engine.PingInterval, options.Engine.PingTimeout) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(1));
            configure?.Invoke(options);
        });
        var app = builder.Build();
        var server = app.MapSocketIo();
        setUp?.Invoke(server);
        await app.StartAsync();
        return new SocketIoHost(app, server);
    }

    /// <summary>Opens a session by polling.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> OpenAsync()
    {
        var handshake = await Http.GetStringAsync("/socket.io/?EIO=4&transport=polling");
        return handshake.Split('"')[3];
    }

    public Task<HttpResponseMessage> PostAsync(string sid, string body) =>
        Http.PostAsync($"/socket.io/?EIO=4&transport=polling&sid={Uri.EscapeDataString(sid)}", new StringContent(body));

    public Task<HttpResponseMessage> PollAsync(string sid) =>
        Http.GetAsync($"/socket.io/?EIO=4&transport=polling&sid={Uri.EscapeDataString(sid)}");

    /// <summary>Opens a session by WebSocket; its handshake has been read.</summary>
    public async Task<EngineClient> ConnectAsync()
    {
        var client = new EngineClient(new UriBuilder(Http.BaseAddress!) { Scheme = "ws" }.Uri);
        await client.ConnectAsync("EIO=4&transport=websocket");
        (await client.ReadAsync()).ShouldStartWith("0{");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Tests.WebSockets.Connections;
using Parley.Tests.WebSockets.Frames;
using Parley.WebSockets;
using Parley.WebSockets.Transport;
using WireFrame = Parley.Core.Messages.Frame;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>A small server on the transport under test, and raw TCP clients for it.</summary>
internal sealed class TcpHost : IAsyncDisposable
{
    private readonly WebApplication app;

    private TcpHost(WebApplication app) => this.app = app;

    /// <summary>What its WebSockets share; nothing in it ticks.</summary>
    public PipedServer WebSockets { get; } = new();

    /// <param name="polled">Whether loops of ours poll the sockets, or the runtime does.</param>
    /// <param name="map">What is served.</param>
    public static async Task<TcpHost> StartAsync(bool polled, Action<WebApplication, TcpHost> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(new SocketPolling(polled));
        builder.WebHost.UseInlineSockets().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var host = new TcpHost(app);
        map(app, host);
        await app.StartAsync();
        // A test before this one may have ended on a thread that polls sockets, and what follows blocks.
        await Task.Yield();
        return host;
    }

    /// <summary>What may wait for a client.</summary>
    public OutboxLimits OutboxLimits { get; set; } = new();

    public ValueTask<WebSocketConnection> AcceptAsync(HttpContext context) =>
        WebSocketUpgrade.AcceptAsync(context, WebSockets.Services, new WebSocketLimits(), OutboxLimits);

    /// <summary>Upgrades, and sends every message back.</summary>
    public async Task EchoAsync(HttpContext context)
    {
        var connection = await AcceptAsync(context);
        await connection.RunAsync(new Echo(connection));
    }

    /// <remarks>Synchronous, as its reads are: after awaiting a socket a test would go on on the thread that polls them.</remarks>
    public NetworkStream Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, new Uri(app.Urls.First()).Port);
        return new NetworkStream(socket, ownsSocket: true) { ReadTimeout = 60_000 };
    }

    /// <summary>Runs what blocks: the pool's threads are the server's and other tests' too.</summary>
    public static Task OnItsOwnThread(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n");

    public static byte[] Upgrade(string path) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");

    /// <summary>Reads up to and with the end of a response's head.</summary>
    public static string Head(Stream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            var next = stream.ReadByte();
            if (next < 0) throw new EndOfStreamException($"the connection ended after: {head}");
            head.Append((char)next);
        }

        return head.ToString();
    }

    /// <summary>Reads one short text frame.</summary>
    public static string Text(Stream stream)
    {
        var header = new byte[2];
        stream.ReadExactly(header);
        header[0].ShouldBe((byte)0x81);
        var payload = new byte[header[1]];
        stream.ReadExactly(payload);
        return Encoding.UTF8.GetString(payload);
    }

    public static byte[] Frame(string text) => ClientFrame.Text(text);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <summary>Answers nothing.</summary>
    internal class Silent : IMessageHandler
    {
        public virtual void Receive(ReadOnlySpan<byte> message, bool binary)
        {
        }

        public void Tick()
        {
        }

        public void TooSlow()
        {
        }

        public void Ended()
        {
        }
    }

    private sealed class Echo(IConnection connection) : Silent
    {
        public override void Receive(ReadOnlySpan<byte> message, bool binary) =>
            connection.TrySend(WireFrame.Of(FrameOpcode.Text, message));
    }
}

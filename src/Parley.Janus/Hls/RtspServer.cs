using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;

namespace Parley.Janus.Hls;

/// <summary>
/// Where every ffmpeg fetches its stream: RTSP (RFC 2326) on 127.0.0.1, packets interleaved in the one TCP connection.
/// When this process dies the connection goes with it, and ffmpeg ends on its own. Why not an SDP file and UDP:
/// docs/decisions/0011-hls-by-rtsp.md.
/// </summary>
internal sealed partial class RtspServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RtspOffer> offers = new();
    private readonly ConcurrentDictionary<Task, byte> connections = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ILogger logger;
    private readonly Task accepting;

    public RtspServer(ILogger logger)
    {
        this.logger = logger;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Holds a stream ready.</summary>
    public Uri Put(RtspOffer offer)
    {
        offers[offer.Token] = offer;
        return new Uri($"rtsp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/{offer.Token}");
    }

    /// <summary>Takes it back, from its reader too.</summary>
    public void Withdraw(RtspOffer offer)
    {
        offers.TryRemove(offer.Token, out _);
        offer.Withdraw();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections.Keys);
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var connection = ServeAsync(await listener.AcceptSocketAsync(stopping.Token));
                connections[connection] = 0;
                _ = connection.ContinueWith(
                    done => connections.TryRemove(done, out _), CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (Exception over) when (stopping.IsCancellationRequested && over is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
            catch (SocketException fault)
            {
                LogNotAccepted(logger, fault.Message);
            }
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            using var connection = new RtspConnection(stream, Find);
            await connection.RunAsync(stopping.Token);
        }
        catch (Exception over) when (over is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The reader has gone, or this server goes.
        }
        catch (InvalidDataException stranger)
        {
            LogNoRtsp(logger, stranger.Message);
        }
    }

    /// <summary>The stream at a URL, for the first who asks.</summary>
    private RtspOffer? Find(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && offers.TryGetValue(uri.AbsolutePath.Trim('/'), out var offer)
        && offer.TryTake() ? offer : null;

    [LoggerMessage(LogLevel.Warning, "A connection for HLS could not be accepted: {Why}")]
    private static partial void LogNotAccepted(ILogger logger, string why);

    [LoggerMessage(LogLevel.Warning, "Somebody on this machine who is no ffmpeg connected to the port of HLS: {Why}")]
    private static partial void LogNoRtsp(ILogger logger, string why);
}

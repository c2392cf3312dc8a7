using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;

namespace Parley.Janus.Api;

/// <summary>One WebSocket to a Janus. It sends what it is given in order, and hands on what comes, until either side ends it.</summary>
internal sealed class JanusConnection : IAsyncDisposable
{
    /// <summary>Longer than any message of a Janus: a list of a room's people, or SDP.</summary>
    private const int LongestMessage = 1024 * 1024;

    private const int MostWaiting = 10_000;

    private readonly ClientWebSocket socket = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Action<JanusMessage> received;
    private readonly Channel<byte[]> outgoing = Channel.CreateBounded<byte[]>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private int disposed;

    private JanusConnection(Action<JanusMessage> received)
    {
        this.received = received;
        socket.Options.AddSubProtocol("janus-protocol");
        // Janus is asked for signs of life by its own means, which also tell that more than its sockets live.
        socket.Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
    }

    /// <summary>Ends with the connection, and says why. Never fails.</summary>
    public Task<string> Closed { get; private set; } = Task.FromResult("not connected");

    /// <param name="url">Janus's WebSocket transport.</param>
    /// <param name="received">Told what comes, one after the other; does not throw.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="WebSocketException">There is no Janus at that address.</exception>
    public static async Task<JanusConnection> OpenAsync(Uri url, Action<JanusMessage> received, CancellationToken cancellationToken)
    {
        var connection = new JanusConnection(received);
        try
        {
            await connection.socket.ConnectAsync(url, cancellationToken);
            connection.Closed = connection.RunAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Puts a message in the line; <c>false</c> when the connection has ended or too many wait. Never blocks.</summary>
    public bool TrySend(byte[] message) => !Closed.IsCompleted && outgoing.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await stop.CancelAsync();
        socket.Abort();
        await Closed;
        socket.Dispose();
        stop.Dispose();
    }

    private async Task<string> RunAsync()
    {
        var sending = SendAllAsync();
        var reason = await ReceiveAllAsync();
        await stop.CancelAsync();
        outgoing.Writer.TryComplete();
        return await sending ?? reason;
    }

    /// <summary>Gives why it could not go on; <c>null</c> when it was ended.</summary>
    private async Task<string?> SendAllAsync()
    {
        try
        {
            await foreach (var message in outgoing.Reader.ReadAllAsync(stop.Token))
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, stop.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
            return broken.Message.TrimEnd('.');
        }
    }

    private async Task<string> ReceiveAllAsync()
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        try
        {
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer.GetMemory(4096), stop.Token);
                if (read.MessageType == WebSocketMessageType.Close) return "Janus closed it";
                buffer.Advance(read.Count);
                if (buffer.WrittenCount > LongestMessage) return $"a message is longer than {LongestMessage} bytes";
                if (!read.EndOfMessage) continue;

                received(JanusMessage.Parse(buffer.WrittenMemory));
                buffer.ResetWrittenCount();
            }
        }
        catch (OperationCanceledException)
        {
            return "it was given up";
        }
        catch (JsonException strange)
        {
            return strange.Message.TrimEnd('.');
        }
        catch (Exception broken) when (broken is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            return broken.Message.TrimEnd('.');
        }
    }
}

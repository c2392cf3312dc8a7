using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Parley.Core.Sessions;
using Parley.Tests.WebSockets.Frames;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Connections;

/// <summary>
/// A WebSocket connection over a pair of pipes instead of a socket, with time that stands still. Everything runs on the
/// test's own thread: when a send returns, the connection has done all that it does about it.
/// </summary>
internal sealed class PipedConnection : IConnectionLifetimeFeature
{
    // As Kestrel's: a flush waits when 64 KiB lie unread.
    private static readonly PipeOptions Options = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);

    private readonly Pipe toServer = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0,
        useSynchronizationContext: false));

    private readonly Pipe toClient = new(Options);
    private readonly PipedServer server;
    private readonly Lock sending = new();
    private bool ended;

    public PipedConnection(WebSocketLimits? limits = null, OutboxLimits? outbox = null, PipedServer? server = null)
    {
        this.server = server ?? new PipedServer();
        Connection = new WebSocketConnection(
            new PipeFrameInput(toServer.Reader, this), new PipeFrameSender(toClient.Writer), this.server.Services, limits ?? new(), outbox ?? new());
        Handler.Connection = Connection;
        Client = new PipedClient(toClient.Reader);
        Run = Connection.RunAsync(Handler);
    }

    public RecordingHandler Handler { get; } = new();

    public WebSocketConnection Connection { get; }

    /// <summary>The life of the connection.</summary>
    public Task Run { get; }

    /// <summary>What the other side reads.</summary>
    public PipedClient Client { get; }

    public ConnectionTable Table => server.Table;

    public ManualTimeProvider Time => server.Time;

    public IReadOnlyList<Exception> Failures => server.Failures;

    /// <summary>Whether the server cut the connection.</summary>
    public bool WasAborted { get; private set; }

    /// <summary>Called just before it is cut: the last chance to read.</summary>
    public Action BeforeAbort { get; set; } = () => { };

    CancellationToken IConnectionLifetimeFeature.ConnectionClosed { get; set; }

    /// <summary>Sends frames in one piece, unless the connection has ended.</summary>
    public void Send(params IEnumerable<byte[]> frames)
    {
        lock (sending)
        {
            if (ended) return;
            toServer.Writer.Write(frames.SelectMany(f => f).ToArray());
            var sent = toServer.Writer.FlushAsync();
            sent.IsCompleted.ShouldBeTrue();
        }
    }

    public void SendText(string text) => Send(ClientFrame.Text(text));

    /// <summary>Closes the client's half of the connection.</summary>
    public void EndInput() => EndInput(null);

    /// <summary>Ends as a socket does that was reset.</summary>
    public void Reset()
    {
        toClient.Reader.Complete();
        EndInput(new ConnectionResetException("reset"));
    }

    /// <summary>The client takes nothing any more, though it may still send.</summary>
    public void StopTaking() => toClient.Reader.Complete();

    public void Pass(TimeSpan time) => server.Pass(time);

    void IConnectionLifetimeFeature.Abort()
    {
        BeforeAbort();
        WasAborted = true;
        toClient.Reader.Complete();
        EndInput(new ConnectionAbortedException());
    }

    private void EndInput(Exception? why)
    {
        lock (sending)
        {
            ended = true;
            toServer.Writer.Complete(why);
        }
    }
}

using System.Buffers;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Parley.WebSockets.Transport;

/// <summary>
/// A TCP connection as Kestrel reads HTTP from it, until its socket is taken over. From then on Kestrel may end the
/// connection as it ends any other: the socket is not its any more, and all that was needed for HTTP is garbage.
/// See docs/decisions/0006-taking-sockets-over.md.
/// </summary>
internal abstract class TcpConnection : DefaultConnectionContext, IDuplexPipe, IMemoryPoolFeature
{
    /// <summary>What is read from the socket for HTTP at a time, at least.</summary>
    protected const int SmallestRead = 2048;

    /// <summary>What Kestrel itself lets lie unread: it bounds requests by its own, lower limits.</summary>
    private const int MostUnread = 1024 * 1024;

    private const int OutputBlock = 4096;

    private static readonly TimeSpan LongestDelivery = TimeSpan.FromMilliseconds(100);

    /// <summary>Begins anew with each process, like Kestrel's own; the base's would be random ones, by a system call each.</summary>
    private static long lastId = DateTime.UtcNow.Ticks;

    private readonly ITcpSocket socket;
    private readonly Pipe received;
    private int stage;
    private int deliveringThread;

    protected TcpConnection(ITcpSocket socket, MemoryPool<byte> pool)
        : base(Interlocked.Increment(ref lastId).ToString("X16", CultureInfo.InvariantCulture))
    {
        this.socket = socket;
        MemoryPool = pool;
        received = new Pipe(new PipeOptions(
            pool, PipeScheduler.Inline, PipeScheduler.Inline, MostUnread, MostUnread / 2, useSynchronizationContext: false));
        Output = PipeWriter.Create(new TcpSendStream(socket, TellEnd), new StreamPipeWriterOptions(pool, OutputBlock, leaveOpen: true));
        Transport = this;
        Features.Set<IMemoryPoolFeature>(this);
        Features.Set(this);
    }

    /// <summary>Who may read the socket.</summary>
    private enum Stage
    {
        /// <summary>HTTP, once something arrives.</summary>
        Waiting,

        /// <summary>HTTP, which is being given what arrived.</summary>
        Delivering,

        /// <summary>Whoever took it over.</summary>
        TakenOver,

        /// <summary>Nobody: HTTP has been told of the end.</summary>
        Ended,
    }

    public MemoryPool<byte> MemoryPool { get; }

    public PipeReader Input => received.Reader;

    public PipeWriter Output { get; }

    protected bool IsTakenOver => Volatile.Read(ref stage) == (int)Stage.TakenOver;

    /// <summary>
    /// Takes the socket out of HTTP's hands; everything sent so far is on it. To be called by the request that reads
    /// <see cref="Input"/>, which nobody reads afterwards.
    /// </summary>
    /// <param name="input">What reads the socket from now on, beginning with what came behind the request.</param>
    /// <param name="output">What sends on it.</param>
    /// <returns><c>false</c> when so much is coming behind the request that its end can't be waited for.</returns>
    public bool TryTakeOver([NotNullWhen(true)] out IFrameInput? input, [NotNullWhen(true)] out SocketFrameSender? output)
    {
        (input, output) = (null, null);
        if (!TryEnter(Stage.TakenOver)) return false;
        byte[] early = [];
        if (received.Reader.TryRead(out var behind))
        {
            early = behind.Buffer.ToArray();
            received.Reader.AdvanceTo(behind.Buffer.End);
        }

        (input, output) = (TakenInput(early), new SocketFrameSender(socket));
        return true;
    }

    // The base disposes of the source of ConnectionClosed, which is cancelled on the pool, perhaps later.
#pragma warning disable CA2215
    public override async ValueTask DisposeAsync()
#pragma warning restore CA2215
    {
        await Input.CompleteAsync().ConfigureAwait(false);
        await Output.CompleteAsync().ConfigureAwait(false);
        if (IsTakenOver) return;
        socket.Cut();
        await ReceivedAsync().ConfigureAwait(false);
    }

    /// <summary>What reads the socket that was taken over.</summary>
    /// <param name="early">What was read from it before.</param>
    protected abstract IFrameInput TakenInput(byte[] early);

    /// <summary>Once the socket is cut: completes when nothing more is received for HTTP.</summary>
    protected abstract ValueTask ReceivedAsync();

    /// <summary>Whether what arrives now is HTTP's: then it is to be delivered, and others wait for it.</summary>
    protected bool TryBeginDelivery() => TryPass(Stage.Waiting, Stage.Delivering);

    protected void EndDelivery() => TryPass(Stage.Delivering, Stage.Waiting);

    /// <summary>Where to put what arrives.</summary>
    protected Memory<byte> ReceiveBuffer() => received.Writer.GetMemory(SmallestRead);

    /// <summary>Hands bytes of the buffer on. The request may be read, answered and taken over within this call.</summary>
    protected ValueTask<FlushResult> DeliverAsync(int length)
    {
        received.Writer.Advance(length);
        deliveringThread = Environment.CurrentManagedThreadId;
        var flushing = received.Writer.FlushAsync();
        deliveringThread = 0;
        return flushing;
    }

    /// <summary>Ends what HTTP reads. To be called once, by who delivers.</summary>
    protected void EndReceived(Exception? broken)
    {
        Volatile.Write(ref stage, (int)Stage.Ended);
        received.Writer.Complete(broken);
        TellEnd();
    }

    /// <summary>Tells HTTP, from the pool, that the client has gone, also in the midst of a request.</summary>
    private void TellEnd() => base.Abort(null!);

    private bool TryPass(Stage from, Stage to) => Interlocked.CompareExchange(ref stage, (int)to, (int)from) == (int)from;

    /// <summary>Waits, where another thread is delivering, until it has.</summary>
    private bool TryEnter(Stage next)
    {
        if (Volatile.Read(ref deliveringThread) == Environment.CurrentManagedThreadId)
        {
            Volatile.Write(ref stage, (int)next);
            return true;
        }

        var began = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (!TryPass(Stage.Waiting, next))
        {
            if (Volatile.Read(ref stage) == (int)Stage.Ended || Stopwatch.GetElapsedTime(began) > LongestDelivery) return false;
            spin.SpinOnce();
        }

        return true;
    }
}

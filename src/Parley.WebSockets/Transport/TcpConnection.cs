using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;

namespace Parley.WebSockets.Transport;

/// <summary>
/// A TCP connection as Kestrel reads HTTP from it, until its socket is taken over. From then on Kestrel may end the
/// connection as it ends any other: the socket is not its any more, and all that was needed for HTTP is garbage.
/// </summary>
internal sealed class TcpConnection : DefaultConnectionContext, IDuplexPipe, IConnectionSocketFeature, IMemoryPoolFeature
{
    /// <summary>What Kestrel itself lets lie unread: it bounds requests by its own, lower limits.</summary>
    private const int MostUnread = 1024 * 1024;

    private const int SmallestRead = 2048;
    private const int OutputBlock = 4096;

    private static readonly TimeSpan LongestDelivery = TimeSpan.FromMilliseconds(100);

    private static readonly Action AlreadyArrived = () => { };

    private readonly Pipe received;
    private Task receiving = Task.CompletedTask;
    private Action? arrival;
    private int state;
    private int deliveringThread;

    public TcpConnection(Socket socket, MemoryPool<byte> pool)
    {
        Socket = socket;
        MemoryPool = pool;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        received = new Pipe(new PipeOptions(
            pool, PipeScheduler.Inline, PipeScheduler.Inline, MostUnread, MostUnread / 2, useSynchronizationContext: false));
        Output = PipeWriter.Create(new TcpSendStream(socket, TellEnd), new StreamPipeWriterOptions(pool, OutputBlock, leaveOpen: true));
        Transport = this;
        Features.Set<IConnectionSocketFeature>(this);
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
    }

    public Socket Socket { get; }

    public MemoryPool<byte> MemoryPool { get; }

    public PipeReader Input => received.Reader;

    public PipeWriter Output { get; }

    public void Start() => receiving = ReceiveAsync();

    /// <summary>
    /// Takes the socket out of HTTP's hands; everything sent so far is on it. To be called by the request that reads
    /// <see cref="Input"/>, which nobody reads afterwards. Call <see cref="OnArrival"/> next.
    /// </summary>
    /// <param name="early">What came behind the request.</param>
    /// <returns><c>false</c> when so much is coming behind the request that its end can't be waited for.</returns>
    public bool TryTakeOver(out byte[] early)
    {
        early = [];
        if (!TryEnter(Stage.TakenOver)) return false;
        if (!received.Reader.TryRead(out var behind)) return true;

        early = behind.Buffer.ToArray();
        received.Reader.AdvanceTo(behind.Buffer.End);
        return true;
    }

    /// <summary>Calls <paramref name="successor"/> once, when something arrives on the socket that was taken over, or its end.</summary>
    public void OnArrival(Action successor)
    {
        if (Interlocked.CompareExchange(ref arrival, successor, null) is not null) successor();
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (Volatile.Read(ref state) != (int)Stage.TakenOver) TcpEnd.Cut(Socket);
    }

    // The base disposes of the source of ConnectionClosed, which is cancelled on the pool, perhaps later.
#pragma warning disable CA2215
    public override async ValueTask DisposeAsync()
#pragma warning restore CA2215
    {
        await Input.CompleteAsync().ConfigureAwait(false);
        await Output.CompleteAsync().ConfigureAwait(false);
        if (Volatile.Read(ref state) == (int)Stage.TakenOver) return;
        TcpEnd.Cut(Socket);
        await receiving.ConfigureAwait(false);
    }

    private async Task ReceiveAsync()
    {
        Exception? broken = null;
        try
        {
            while (true)
            {
                await ArrivalAsync().ConfigureAwait(false);
                if (Interlocked.CompareExchange(ref state, (int)Stage.Delivering, (int)Stage.Waiting) != (int)Stage.Waiting)
                {
                    Interlocked.Exchange(ref arrival, AlreadyArrived)?.Invoke();
                    return;
                }

                if (!await DeliverAsync().ConfigureAwait(false)) break;
                Interlocked.CompareExchange(ref state, (int)Stage.Waiting, (int)Stage.Delivering);
            }
        }
        catch (SocketException reset)
        {
            broken = new ConnectionResetException(reset.Message, reset);
        }
        catch (ObjectDisposedException)
        {
            broken = new ConnectionAbortedException();
        }

        await received.Writer.CompleteAsync(broken).ConfigureAwait(false);
        TellEnd();
    }

    /// <summary>Tells HTTP, from the pool, that the client has gone, also in the midst of a request.</summary>
    private void TellEnd() => base.Abort(null!);

    /// <summary>Waits without a buffer until there is something to read, be it the end.</summary>
    private async ValueTask ArrivalAsync()
    {
        try
        {
            await Socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // Whoever reads next finds the same.
        }
    }

    /// <summary><c>false</c> when there is nothing more to come, or nobody to read it.</summary>
    private async ValueTask<bool> DeliverAsync()
    {
        var length = await Socket.ReceiveAsync(received.Writer.GetMemory(SmallestRead), SocketFlags.None).ConfigureAwait(false);
        if (length == 0) return false;
        received.Writer.Advance(length);

        // The request may be read, answered and taken over within this call.
        deliveringThread = Environment.CurrentManagedThreadId;
        var flushing = received.Writer.FlushAsync();
        deliveringThread = 0;
        var flushed = await flushing.ConfigureAwait(false);
        return !flushed.IsCompleted || Volatile.Read(ref state) == (int)Stage.TakenOver;
    }

    /// <summary>Waits, where another thread is delivering, until it has.</summary>
    private bool TryEnter(Stage next)
    {
        if (Volatile.Read(ref deliveringThread) == Environment.CurrentManagedThreadId)
        {
            Volatile.Write(ref state, (int)next);
            return true;
        }

        var began = Stopwatch.GetTimestamp();
        var spin = new SpinWait();
        while (Interlocked.CompareExchange(ref state, (int)next, (int)Stage.Waiting) != (int)Stage.Waiting)
        {
            if (Stopwatch.GetElapsedTime(began) > LongestDelivery) return false;
            spin.SpinOnce();
        }

        return true;
    }
}

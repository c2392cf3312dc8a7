using System.Runtime.InteropServices;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>
/// A connected socket that a <see cref="SocketLoop"/> polls from the beginning to the end, and the runtime knows nothing of.
/// The loop's thread alone receives, through whoever reads it at present; any thread sends and ends it.
/// </summary>
/// <param name="descriptor">Non-blocking, and this object's from now on.</param>
/// <param name="loop">Which polls it once <see cref="TryStart"/> is called.</param>
internal sealed class PolledSocket(int descriptor, SocketLoop loop) : ITcpSocket, IPolled
{
    /// <summary>What <see cref="Receive"/> returns when there will never be anything to read again.</summary>
    public const int End = -1;

    private const int Closed = int.MinValue;

    private int descriptor = descriptor;
    private long key;
    private IPolledReader? reader;
    private TaskCompletionSource? room;
    private bool finished;
    private Pace pace;

    /// <summary>How many system calls use the descriptor now; with <see cref="Closed"/> added once it is to be closed.</summary>
    private int users;

    /// <summary>Has it polled, for its first reader. <c>false</c> when the kernel has no room for it.</summary>
    public bool TryStart(IPolledReader first)
    {
        reader = first;
        return loop.TryAdd(descriptor, this, out key);
    }

    /// <summary>From now on another one reads, or nobody. To be called by the one who reads, or in its stead.</summary>
    public void ReadBy(IPolledReader? next)
    {
        Volatile.Write(ref reader, next);
        if (next is not null) AskReadable();
    }

    /// <summary>Has the reader called as soon as there is something to read, be it now.</summary>
    public void AskReadable() => TryAsk();

    /// <summary>Reads what has arrived. For readers, on the loop's thread.</summary>
    /// <returns>How many bytes; 0 when there are none yet; <see cref="End"/> after the last, and after a failure.</returns>
    public unsafe int Receive(Span<byte> buffer)
    {
        if (!TryUse()) return End;
        if (pace.Heard(loop.Now)) HoldAcknowledgement();
        nint length;
        int error;
        fixed (byte* start = buffer)
        {
            length = Libc.Receive(descriptor, start, (nuint)buffer.Length, 0);
            error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        }

        // Only a change is told of: what is left now, be it the end, would not be.
        if (length == buffer.Length || (length > 0 && finished)) AskReadable();
        StopUsing();
        return length > 0 ? (int)length : IsTemporary(error) ? 0 : End;
    }

    public unsafe int Send(ReadOnlySpan<byte> bytes)
    {
        if (!TryUse()) return -1;
        pace.Answered();
        nint length;
        int error;
        fixed (byte* start = bytes)
        {
            length = Libc.Send(descriptor, start, (nuint)bytes.Length, Libc.NoSignal);
            error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
        }

        StopUsing();
        return length >= 0 ? (int)length : IsTemporary(error) ? 0 : -1;
    }

    public ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes)
    {
        var sent = Send(bytes.Span);
        return sent == bytes.Length ? new(true) : sent < 0 ? new(false) : SendRestAsync(bytes[sent..]);
    }

    public void ShutdownReceive() => Shutdown(Libc.ReceivingHalf);

    /// <summary>
    /// Ends both directions. The descriptor stays; whoever reads comes to the end of what had arrived.
    /// </summary>
    public void Shutdown() => Shutdown(Libc.BothHalves);

    public void Cut()
    {
        Shutdown();
        loop.Remove(key);
        // Once: whoever adds it has closed it for everybody who comes.
        if ((Interlocked.Or(ref users, Closed) & Closed) == 0) CloseUnlessUsed(Volatile.Read(ref users));
        ReleaseSender();
    }

    void IPolled.OnReady(uint events)
    {
        if (room is not null && (events & Epoll.Writable) != 0) ReleaseSender();
        finished = (events & Epoll.Finished) != 0;
        if (finished || (events & Epoll.Readable) != 0) Volatile.Read(ref reader)?.OnReadable();
    }

    void IPolled.OnFailure(Exception failure) => Volatile.Read(ref reader)?.OnFailure(failure);

    private static bool IsTemporary(int error) => error is Libc.TryAgain or Libc.Interrupted;

    private async ValueTask<bool> SendRestAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref room, given);
            // Told in any case: at once when there is room already, and by Cut when it comes after this.
            if (!TryAsk()) return false;
            await given.Task.ConfigureAwait(false);

            var sent = Send(rest.Span);
            if (sent < 0) return false;
            rest = rest[sent..];
        }

        return true;
    }

    private void ReleaseSender() => Interlocked.Exchange(ref room, null)?.TrySetResult();

    private void Shutdown(int how)
    {
        if (!TryUse()) return;
        _ = Libc.Shutdown(descriptor, how);
        StopUsing();
    }

    /// <summary>
    /// For what is received next, the kernel waits for something to be sent, at most 40 ms: see tcp(7), <c>TCP_QUICKACK</c>.
    /// It forgets about it soon, so this is to be said each time.
    /// </summary>
    private unsafe void HoldAcknowledgement()
    {
        var no = 0;
        _ = Libc.SetOption(descriptor, Libc.Tcp, Libc.AcknowledgeAtOnce, &no, sizeof(int));
    }

    private bool TryAsk()
    {
        if (!TryUse()) return false;
        loop.Ask(descriptor, key);
        StopUsing();
        return true;
    }

    /// <summary>Whether the descriptor is still this socket's; then it stays so until <see cref="StopUsing"/>.</summary>
    private bool TryUse()
    {
        if (Interlocked.Increment(ref users) > 0) return true;
        StopUsing();
        return false;
    }

    private void StopUsing() => CloseUnlessUsed(Interlocked.Decrement(ref users));

    /// <summary>Its number goes to the next connection: so not before the last system call that uses it has returned.</summary>
    private void CloseUnlessUsed(int usersNow)
    {
        if (usersNow != Closed) return;
        var mine = Interlocked.Exchange(ref descriptor, -1);
        if (mine >= 0) _ = Libc.Close(mine);
    }
}

using System.Buffers;
using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>
/// The place beside an outbox's ring for what is worth nothing once there is something newer: one buffer with whole frames
/// waits, and another may be on its way out. The buffers come from a pool and go back to it. Guarded by the outbox's lock.
/// </summary>
public sealed class LatestFrames
{
    private const int LongestKept = 64 * 1024;
    private const int MostKept = 256;

    /// <summary>
    /// Of its own: a tick fills a buffer for everybody in a zone before the first of them is sent, which is more than the
    /// shared pool keeps of one size.
    /// </summary>
    private static readonly ArrayPool<byte> Pool = ArrayPool<byte>.Create(LongestKept, MostKept);

    private byte[]? waiting;
    private int length;
    private byte[]? sending;
    private Frame frame;

    /// <summary>Whether something waits.</summary>
    internal bool Waits => Volatile.Read(ref waiting) is not null;

    /// <summary>A buffer of at least so many bytes, to be filled and put.</summary>
    public static byte[] Rent(int length) => Pool.Rent(length);

    /// <summary>Gives back a buffer that was not put.</summary>
    public static void Return(byte[] buffer) => Pool.Return(buffer);

    internal void Put(byte[] buffer, int bytes)
    {
        Drop();
        length = bytes;
        Volatile.Write(ref waiting, buffer);
    }

    /// <summary>Forgets what waits. <c>false</c> when nothing did.</summary>
    internal bool Drop()
    {
        if (waiting is not { } old) return false;
        waiting = null;
        Return(old);
        return true;
    }

    /// <summary>What waits is on its way out from now on, until <see cref="Sent"/>.</summary>
    internal bool TryTake(out ReadOnlySpan<Frame> frames)
    {
        frames = default;
        if (waiting is null) return false;

        sending = waiting;
        frame = Frame.OfMany(sending, length);
        Volatile.Write(ref waiting, null);
        frames = new ReadOnlySpan<Frame>(in frame);
        return true;
    }

    /// <summary>Nobody reads what was on its way out any more.</summary>
    internal void Sent()
    {
        if (sending is not { } sent) return;
        (sending, frame) = (null, default);
        Return(sent);
    }
}

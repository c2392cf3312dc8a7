using Parley.Core.Messages;

namespace Parley.Core.Resuming;

/// <summary>
/// The last messages that were sent to a client, by number, bounded in count, bytes and age. The frames are shared with all
/// who get them. Guarded by its connection's lock.
/// </summary>
/// <param name="options">The bounds.</param>
/// <param name="total">The bytes of all logs.</param>
/// <param name="last">The number of the last message that another node sent, which kept it.</param>
internal sealed class ReplayLog(ResumeOptions options, KeptBytes total, long last = 0)
{
    private Entry[] ring = [];
    private int head;
    private int count;
    private long bytes;

    /// <summary>The number of the last message; 0 before the first.</summary>
    public long Last { get; private set; } = last;

    /// <summary>Why the oldest message that is gone is gone.</summary>
    public string LossReason { get; private set; } = last > 0 ? ResumeReason.Moved : ResumeReason.Messages;

    /// <summary>How many messages are kept.</summary>
    public int Count => count;

    /// <summary>Whether everything behind that number is still there.</summary>
    public bool Covers(long seen) => seen <= Last && seen >= Last - count;

    /// <summary>Gives the message the next number, and keeps it as long as the bounds let it.</summary>
    public void Add(in Frame frame, long now)
    {
        Last++;
        if (count >= options.LogMessages) Forget(ResumeReason.Messages);
        if (count == ring.Length) Grow();
        ring[(head + count++) & (ring.Length - 1)] = new Entry(frame, now);
        bytes += frame.Length;
        var all = total.Add(frame.Length);
        while (count > 0 && bytes > options.LogBytes) Forget(ResumeReason.Bytes);
        while (count > 0 && all > options.TotalBytes) all = Forget(ResumeReason.Total);
    }

    /// <summary>Forgets what is too old.</summary>
    public void Prune(long now)
    {
        while (count > 0 && now - ring[head].At >= options.LogAge.TotalMilliseconds) Forget(ResumeReason.Age);
        if (count == 0) (ring, head) = ([], 0);
    }

    /// <summary>Forgets all messages, but not the number of the last.</summary>
    public void Clear()
    {
        total.Add(-bytes);
        (ring, head, count, bytes) = ([], 0, 0, 0);
    }

    /// <summary>The messages behind that number, in order.</summary>
    public IEnumerable<Frame> After(long seen)
    {
        for (var i = count - (int)(Last - seen); i < count; i++) yield return ring[(head + i) & (ring.Length - 1)].Frame;
    }

    private long Forget(string reason)
    {
        var length = ring[head].Frame.Length;
        ring[head] = default;
        head = (head + 1) & (ring.Length - 1);
        count--;
        bytes -= length;
        LossReason = reason;
        return total.Add(-length);
    }

    private void Grow()
    {
        var larger = new Entry[Math.Max(4, ring.Length * 2)];
        for (var i = 0; i < count; i++) larger[i] = ring[(head + i) & (ring.Length - 1)];
        (ring, head) = (larger, 0);
    }

    private readonly record struct Entry(Frame Frame, long At);
}

namespace Parley.Core.Sessions;

/// <summary>
/// Collects the outboxes that got something while a thread works through one read, or through all that one wait for
/// sockets has brought, so that each is flushed once at the end: a burst of frames becomes one system call for each
/// receiver, outside of every room's lock.
/// </summary>
public static class FlushBatch
{
    /// <summary>
    /// After so many messages, or bytes of them, what they filled is flushed: more than an outbox holds may lie in what a
    /// thread works through at once, and a reader must not be called too slow for what it had no chance to read.
    /// </summary>
    private const int MostMessages = 256;

    private const int MostBytes = Outbox.BytesASend;

    [ThreadStatic]
    private static Pending? pending;

    /// <summary>Runs <paramref name="work"/> and then flushes what it filled. Batches nest; the outermost flushes.</summary>
    public static void Run<TState>(TState state, Action<TState> work)
    {
        Begin();
        try
        {
            work(state);
        }
        finally
        {
            End();
        }
    }

    /// <summary>Begins a batch on this thread; pair it with <see cref="End"/> in a <c>finally</c>, without awaiting between.</summary>
    public static void Begin() => (pending ??= new Pending()).Depth++;

    /// <summary>Ends the batch and flushes.</summary>
    public static void End()
    {
        var batch = pending!;
        if (batch.Depth > 1)
        {
            batch.Depth--;
            return;
        }

        try
        {
            // Flushing may fill other outboxes; those join the same loop.
            for (var i = 0; i < batch.Outboxes.Count; i++) batch.Outboxes[i].Pump();
        }
        finally
        {
            batch.Outboxes.Clear();
            (batch.Depth, batch.Messages, batch.Bytes) = (0, 0, 0);
        }
    }

    /// <summary>Flushes what the batch has filled so far and goes on with it; within another batch it does nothing.</summary>
    public static void Restart()
    {
        End();
        Begin();
    }

    /// <summary>Counts a message of this thread's batch as worked through, and flushes when there have been many.</summary>
    public static void Count(int bytes)
    {
        var batch = pending!;
        batch.Messages++;
        batch.Bytes += bytes;
        if (batch.Messages >= MostMessages || batch.Bytes >= MostBytes) Restart();
    }

    /// <summary>Flushes the outbox at the end of this thread's batch, or soon on the pool where there is none.</summary>
    internal static void Add(Outbox outbox)
    {
        if (pending is { Depth: > 0 } batch) batch.Outboxes.Add(outbox);
        else ThreadPool.UnsafeQueueUserWorkItem(outbox, preferLocal: false);
    }

    private sealed class Pending
    {
        public readonly List<Outbox> Outboxes = [];
        public int Depth;
        public int Messages;
        public int Bytes;
    }
}

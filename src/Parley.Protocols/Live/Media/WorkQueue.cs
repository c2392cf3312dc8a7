using System.Diagnostics.CodeAnalysis;

namespace Parley.Protocols.Live.Media;

/// <summary>
/// Does one thing after the other, off its callers' threads; what is asked of one stream stays in order, and streams don't
/// wait for each other. Bounded.
/// </summary>
/// <param name="most">Most things that wait.</param>
/// <param name="failed">Told of what a thing did not catch itself; the next goes on.</param>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing.")]
internal sealed class WorkQueue(int most, Action<Exception> failed)
{
    private readonly Lock gate = new();
    private readonly Queue<Func<CancellationToken, Task>> waiting = [];
    private readonly CancellationTokenSource stop = new();
    private bool running;
    private bool ended;

    /// <summary>Puts something at the end. <c>false</c> when too much waits, or it has ended.</summary>
    public bool TryAdd(Func<CancellationToken, Task> work)
    {
        lock (gate)
        {
            if (ended || waiting.Count >= most) return false;
            waiting.Enqueue(work);
            Start();
            return true;
        }
    }

    /// <summary>Gives up what is being done, forgets what waits, and does this as the last thing.</summary>
    public void End(Func<Task> last)
    {
        lock (gate)
        {
            if (ended) return;
            ended = true;
            waiting.Clear();
            waiting.Enqueue(_ => last());
            Start();
        }

        // On the pool: who ends it may hold a room's lock, and what is given up runs on from here.
        _ = stop.CancelAsync();
    }

    private void Start()
    {
        if (running) return;
        running = true;
        ThreadPool.UnsafeQueueUserWorkItem(static queue => _ = queue.RunAsync(), this, preferLocal: false);
    }

    private async Task RunAsync()
    {
        while (TryTake(out var work))
        {
            try
            {
                await work(stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Given up; the last thing is next.
            }
            catch (Exception fault)
            {
                failed(fault);
            }
        }
    }

    private bool TryTake(out Func<CancellationToken, Task> work)
    {
        lock (gate)
        {
            running = waiting.TryDequeue(out work!);
            return running;
        }
    }
}

using Parley.Core.Media;

namespace Parley.Specs;

/// <summary>What a media server told of a room, in order.</summary>
public sealed class SpecEvents
{
    /// <summary>How long anything may take: long, as the machine may have other things to do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly List<MediaEvent> all = [];
    private TaskCompletionSource more = New();

    public IReadOnlyList<MediaEvent> All
    {
        get
        {
            lock (gate) return [.. all];
        }
    }

    /// <summary>Waits for an event like this, also one that came before, however many others come.</summary>
    public async Task<T> WaitAsync<T>(Func<T, bool> like)
        where T : MediaEvent
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (all.OfType<T>().FirstOrDefault(like) is { } found) return found;
                next = more.Task;
            }

            await next.WaitAsync(TimeSpan.FromMilliseconds(Math.Max(0, (end - DateTime.UtcNow).TotalMilliseconds)));
        }
    }

    public void Add(MediaEvent happened)
    {
        lock (gate)
        {
            all.Add(happened);
            more.SetResult();
            more = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

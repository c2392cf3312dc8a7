using Parley.Core.Time;

namespace Parley.EngineIo.Engine;

/// <summary>
/// Sessions that their clients closed while no poll waited: a client sends its last poll and the close at once, on two
/// connections, and whichever is read first, the poll is answered. Once; nothing else is left of such a session.
/// </summary>
/// <param name="keptFor">How long a poll may be late.</param>
/// <param name="clock">For that.</param>
internal sealed class ClosedSessions(TimeSpan keptFor, Clock clock)
{
    /// <summary>Most that are known at once: the oldest of more are unknown sooner, as all others are at once.</summary>
    public const int AtMost = 1000;

    private readonly Lock gate = new();
    private readonly HashSet<string> ids = [];
    private readonly Queue<(string Id, long Until)> inOrder = [];

    /// <summary>A client closed its session, and has not been told so by a poll.</summary>
    public void Add(string id)
    {
        lock (gate)
        {
            ids.Add(id);
            inOrder.Enqueue((id, clock.Milliseconds + (long)keptFor.TotalMilliseconds));
            Forget();
        }
    }

    /// <summary>Whether a poll of that session is to be answered; <c>true</c> once.</summary>
    public bool TryTake(string id)
    {
        lock (gate)
        {
            Forget();
            return ids.Remove(id);
        }
    }

    private void Forget()
    {
        var now = clock.Milliseconds;
        while (inOrder.TryPeek(out var oldest) && (oldest.Until <= now || inOrder.Count > AtMost))
            ids.Remove(inOrder.Dequeue().Id);
    }
}

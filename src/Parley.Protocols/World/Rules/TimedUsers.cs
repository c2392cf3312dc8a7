namespace Parley.Protocols.World;

/// <summary>
/// Users for whom something holds until a time, whether they are there or not: the muted, the banned. Moderators put them
/// here one by one, so they are few. Not thread-safe: rooms are.
/// </summary>
internal sealed class TimedUsers
{
    private readonly Dictionary<string, long> ends = new(StringComparer.Ordinal);

    /// <summary>For how many it holds, or held and was not taken off yet.</summary>
    public int Count => ends.Count;

    /// <summary>When it ends for the first of them, in milliseconds of the clock.</summary>
    public long DueAt { get; private set; } = long.MaxValue;

    /// <summary>From now on until then; whatever held before is replaced.</summary>
    public void Put(string userId, long until)
    {
        ends[userId] = until;
        FindDue();
    }

    /// <summary>For how many milliseconds more it holds for the user; 0 when it does not.</summary>
    public long Remaining(string userId, long now) =>
        ends.Count > 0 && ends.TryGetValue(userId, out var until) ? Math.Max(0, until - now) : 0;

    /// <summary>Takes off those for whom it has ended, and returns them.</summary>
    public IReadOnlyList<string> Expire(long now)
    {
        if (DueAt > now) return [];
        string[] over = [.. ends.Where(e => e.Value <= now).Select(e => e.Key)];
        foreach (var userId in over) ends.Remove(userId);
        FindDue();
        return over;
    }

    private void FindDue() => DueAt = ends.Count == 0 ? long.MaxValue : ends.Values.Min();
}

namespace Parley.Protocols.World;

/// <summary>Who was given TURN credentials, and when each has to get new ones. Not thread-safe: rooms are.</summary>
/// <param name="lifetime">How long credentials are good for; new ones are due at three quarters of it.</param>
internal sealed class TurnGrants(TimeSpan lifetime)
{
    private readonly long renewAfter = (long)(lifetime.TotalMilliseconds * 3 / 4);
    private readonly Dictionary<string, LinkedListNode<(string UserId, long RenewAt)>> grants = new(StringComparer.Ordinal);

    // All are equally long, so they become due in the order in which they were given.
    private readonly LinkedList<(string UserId, long RenewAt)> order = [];

    /// <summary>When the first has to get new ones, in milliseconds of the clock.</summary>
    public long DueAt => order.First?.Value.RenewAt ?? long.MaxValue;

    /// <summary>Whether the user has credentials that have to be renewed.</summary>
    public bool Has(string userId) => grants.ContainsKey(userId);

    /// <summary>The user was given credentials now.</summary>
    public void Given(string userId, long now)
    {
        Forget(userId);
        grants[userId] = order.AddLast((userId, now + renewAfter));
    }

    /// <summary>The user needs none any more.</summary>
    public void Forget(string userId)
    {
        if (grants.Remove(userId, out var place)) order.Remove(place);
    }

    /// <summary>One whose credentials are due, and who is given new ones now; <c>null</c> when nobody's are.</summary>
    public string? TakeDue(long now)
    {
        if (DueAt > now) return null;
        var userId = order.First!.Value.UserId;
        Given(userId, now);
        return userId;
    }
}

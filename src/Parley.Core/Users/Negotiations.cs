namespace Parley.Core.Users;

/// <summary>
/// A user's negotiations, at most so many: beyond that the oldest is forgotten that nobody on this side has taken up, for
/// strangers can open as many of those as they like; and only then the oldest of all.
/// </summary>
/// <param name="atMost">How many are kept.</param>
internal sealed class Negotiations(int atMost)
{
    private OrderedDictionary<NegotiationKey, Negotiation>? all;

    /// <summary>The users that any of them is with.</summary>
    public IEnumerable<string> Users => all is null ? [] : all.Keys.Select(k => k.With).Distinct();

    /// <summary>When the first of the offers that wait runs out; <see cref="long.MaxValue"/> when none waits.</summary>
    public long NextDueAt => all is { Count: > 0 } ? all.Values.Min(n => n.AnswerDueAt) : long.MaxValue;

    public Negotiation GetOrAdd(string with, string name)
    {
        all ??= [];
        var key = new NegotiationKey(with, name);
        if (all.TryGetValue(key, out var known)) return known;

        if (all.Count >= atMost) all.RemoveAt(LeastMissed(all));
        return all[key] = new Negotiation(key);
    }

    /// <summary>The negotiation; without a name the latest one with that user.</summary>
    public Negotiation? Find(string with, string? name)
    {
        if (all is null) return null;
        if (name is not null) return all.GetValueOrDefault(new NegotiationKey(with, name));
        for (var i = all.Count - 1; i >= 0; i--)
        {
            if (all.GetAt(i).Key.With == with) return all.GetAt(i).Value;
        }

        return null;
    }

    /// <summary>Whether any negotiation with that user concerns the device.</summary>
    public bool Concern(Device device, string with) =>
        all is not null && all.Values.Any(n => n.Key.With == with && n.Concerns(device));

    public void Remove(NegotiationKey key)
    {
        all?.Remove(key);
        if (all is { Count: 0 }) all = null;
    }

    /// <summary>Those whose offer was not answered in time. Calls stay, without the offer; the others are taken out.</summary>
    public List<Negotiation> TakeLate(long now)
    {
        var late = all?.Values.Where(n => n.AnswerDueAt <= now).ToList() ?? [];
        foreach (var negotiation in late)
        {
            negotiation.AnswerDueAt = long.MaxValue;
            if (!negotiation.Answered) Remove(negotiation.Key);
        }

        return late;
    }

    /// <summary>Those that the device leads, or rings for.</summary>
    public IEnumerable<Negotiation> Of(Device device) => all is null ? [] : all.Values.Where(n => n.Concerns(device));

    /// <summary>Takes out those that the device leads, and with the last device all.</summary>
    public List<Negotiation> TakeOf(Device device, bool last) => Take(n => last || n.Owner == device);

    /// <summary>A device came back on a newer connection and goes on with what it led.</summary>
    public void HandOver(Device from, Device to)
    {
        if (all is null) return;
        foreach (var negotiation in all.Values)
        {
            if (negotiation.Owner == from) negotiation.Owner = to;
        }
    }

    private static int LeastMissed(OrderedDictionary<NegotiationKey, Negotiation> all)
    {
        for (var i = 0; i < all.Count; i++)
        {
            if (all.GetAt(i).Value.Owner is null) return i;
        }

        return 0;
    }

    private List<Negotiation> Take(Func<Negotiation, bool> which)
    {
        if (all is null) return [];
        var taken = all.Values.Where(which).ToList();
        foreach (var negotiation in taken) Remove(negotiation.Key);
        return taken;
    }
}

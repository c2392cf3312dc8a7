namespace Parley.Protocols.GuestCall;

/// <summary>What a guest was told while its connection was gone: bounded, in order.</summary>
internal sealed class MissedEvents
{
    private const int MostEvents = 200;
    private const int MostBytes = 128 * 1024;

    private readonly List<GuestEvent> events = [];
    private int bytes;

    /// <summary>Keeps an event. <c>false</c> when there are too many.</summary>
    /// <param name="message">What.</param>
    /// <param name="always">For what must not be missed and comes at most once.</param>
    public bool TryAdd(GuestEvent message, bool always)
    {
        if (!always && (events.Count >= MostEvents || bytes + message.Argument.Length > MostBytes)) return false;
        events.Add(message);
        bytes += message.Argument.Length;
        return true;
    }

    public IReadOnlyList<GuestEvent> Events => events;
}

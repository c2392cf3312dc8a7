using Parley.Core.Metrics;
using Parley.Core.Time;

namespace Parley.Core.Users;

/// <summary>What all mailboxes share.</summary>
public sealed class UserDirectory
{
    /// <summary>How many negotiations of one user are remembered at once.</summary>
    internal const int NegotiationsAUser = 256;

    private const int RemembersAtMost = 65_536;

    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> lastSeen = [];
    private readonly Queue<(string UserId, DateTimeOffset At)> inOrder = [];

    /// <param name="clock">Time.</param>
    /// <param name="offerTimeout">How long an offer may wait for its answer.</param>
    /// <param name="metrics">Counts what went nowhere.</param>
    public UserDirectory(Clock clock, TimeSpan offerTimeout, ProtocolMetrics metrics)
    {
        Clock = clock;
        OfferTimeout = offerTimeout;
        Metrics = metrics;
    }

    internal Clock Clock { get; }

    internal TimeSpan OfferTimeout { get; }

    internal ProtocolMetrics Metrics { get; }

    /// <summary>When the user was last connected, if that is remembered.</summary>
    internal DateTimeOffset? LastSeen(string userId)
    {
        lock (gate) return lastSeen.TryGetValue(userId, out var at) ? at : null;
    }

    internal void Seen(string userId)
    {
        lock (gate)
        {
            var now = Clock.UtcNow;
            lastSeen[userId] = now;
            inOrder.Enqueue((userId, now));
            if (inOrder.Count <= RemembersAtMost) return;

            // Remembering is bounded: whoever left longest ago is forgotten first.
            var (oldest, at) = inOrder.Dequeue();
            if (lastSeen.TryGetValue(oldest, out var latest) && latest == at) lastSeen.Remove(oldest);
        }
    }
}

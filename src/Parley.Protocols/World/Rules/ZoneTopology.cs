namespace Parley.Protocols.World;

/// <summary>
/// Whether the people of one zone send media to each other or to the SFU, and whom that has to be told. Driven by calls
/// that say what happened, when, and whether there is a media server to be on. Not thread-safe: rooms are.
/// </summary>
/// <param name="rules">Of all zones alike.</param>
/// <param name="sfuAbove">With more people than this the zone goes to the SFU.</param>
internal sealed class ZoneTopology(TopologyRules rules, int sfuAbove)
{
    private const long Never = long.MaxValue;

    /// <summary>How often a zone that is on the SFU, or wants to be, looks whether there is a media server.</summary>
    private const int LookAgain = 1000;

    private readonly Dictionary<string, Participant> participants = new(StringComparer.Ordinal);
    private readonly long hold = (long)rules.Hold.TotalMilliseconds;
    private readonly long connectWithin = (long)rules.ConnectWithin.TotalMilliseconds;
    private long nextChange = long.MinValue;
    private long smallSince = Never;
    private long nextReminder = Never;

    /// <summary>Whether media goes through the SFU.</summary>
    public bool OnSfu { get; private set; }

    /// <summary>How many of those who are here needed TURN.</summary>
    public int NeededTurnCount { get; private set; }

    /// <summary>How many of those who are here said that they are connected to the SFU.</summary>
    public int ConnectedCount { get; private set; }

    /// <summary>With more people than this the zone goes to the SFU; an edited map may have another number.</summary>
    public int SfuAbove { get; set; } = sfuAbove;

    /// <summary>When <see cref="Due"/> wants to be called, in milliseconds of the clock.</summary>
    /// <param name="now">Milliseconds of the clock.</param>
    public long DueAt(long now) =>
        OnSfu ? Math.Min(nextReminder, now + LookAgain)
        : Wanted() ? now < nextChange ? nextChange : now + LookAgain
        : Never;

    /// <summary>Somebody came in, or is back after the connection was lost: on the SFU that takes a promotion.</summary>
    public TopologyStep Entered(string userId, long now, bool available)
    {
        if (!participants.TryGetValue(userId, out var participant))
            participants.Add(userId, participant = new Participant(userId));
        // Who enters is told where it is at, not first that and then a change of it: the way back waits for its time.
        if (OnSfu) return available ? Promote(participant, now) : FallBack(now);
        return Wanted() ? TryPromote(now, available) : TopologyStep.Nothing;
    }

    /// <summary>
    /// Somebody was here when the zone lived on another node. It begins with P2P, whatever it was: media servers' rooms
    /// don't move. As after any change, it stays so for a while.
    /// </summary>
    public void Restore(string userId, bool neededTurn, long now)
    {
        participants.TryAdd(userId, new Participant(userId));
        if (neededTurn) MarkTurn(userId);
        if (!OnSfu) nextChange = now + hold;
    }

    /// <summary>Whether this one said so, or two others of it.</summary>
    public bool HasNeededTurn(string userId) => participants.TryGetValue(userId, out var participant) && participant.NeededTurn;

    /// <summary>Somebody left.</summary>
    public TopologyStep Left(string userId, long now, bool available)
    {
        if (!participants.Remove(userId, out var participant)) return TopologyStep.Nothing;
        if (participant.NeededTurn) NeededTurnCount--;
        if (participant.Connected) ConnectedCount--;
        return Settle(now, available);
    }

    /// <summary>
    /// Somebody says that a connection with another needed TURN. That counts for who says it; the other counts when two have
    /// said so of it, or it says so itself: nobody takes a zone to the SFU by claims about others.
    /// </summary>
    public TopologyStep NeededTurn(string userId, string peerId, long now, bool available)
    {
        MarkTurn(userId);
        if (participants.TryGetValue(peerId, out var peer))
        {
            peer.NamedBy ??= userId;
            if (peer.NamedBy != userId) MarkTurn(peerId);
        }

        return Settle(now, available);
    }

    /// <summary>Somebody says to be connected to the SFU. <c>false</c> when the zone is not on it.</summary>
    public bool TryConnect(string userId)
    {
        if (!OnSfu || !participants.TryGetValue(userId, out var participant)) return false;
        if (!participant.Connected) ConnectedCount++;
        participant.Connected = true;
        participant.RemindAt = Never;
        return true;
    }

    /// <summary>Somebody lost the SFU, or left it on purpose. A loss gets a new promotion while there is a media server.</summary>
    public TopologyStep Disconnected(string userId, bool byError, long now, bool available)
    {
        if (!OnSfu || !participants.TryGetValue(userId, out var participant)) return TopologyStep.Nothing;
        Disconnect(participant);
        if (!available) return FallBack(now);
        return byError ? Promote(participant, now) : TopologyStep.Nothing;
    }

    /// <summary>Time has passed, or the media server came or went.</summary>
    public TopologyStep Due(long now, bool available)
    {
        var step = Settle(now, available);
        return step.Change == TopologyChange.None && OnSfu && nextReminder <= now ? Remind(now) : step;
    }

    private bool Wanted() =>
        participants.Count > SfuAbove
        || NeededTurnCount >= rules.TurnAtLeast && NeededTurnCount * 100 > participants.Count * rules.TurnPercent;

    /// <summary>
    /// At or below half of what took the zone here: by its people, and, so that one that TURN took here does not swing, by
    /// those who needed it. A zone that two people take to the SFU is small with one.
    /// </summary>
    private bool IsSmall() =>
        participants.Count * 2 <= Math.Max(SfuAbove, 2)
        && (NeededTurnCount * 2 <= rules.TurnAtLeast || NeededTurnCount * 200 <= participants.Count * rules.TurnPercent);

    private TopologyStep Settle(long now, bool available)
    {
        if (!OnSfu) return Wanted() ? TryPromote(now, available) : TopologyStep.Nothing;
        if (!available) return FallBack(now);
        if (!IsSmall())
        {
            smallSince = Never;
            return TopologyStep.Nothing;
        }

        if (smallSince == Never) smallSince = now;
        return now - smallSince >= hold && now >= nextChange ? GoBack(TopologyChange.Demoted, now) : TopologyStep.Nothing;
    }

    private TopologyStep TryPromote(long now, bool available)
    {
        if (!available || now < nextChange) return TopologyStep.Nothing;
        OnSfu = true;
        nextChange = now + hold;
        smallSince = IsSmall() ? now : Never;
        foreach (var participant in participants.Values) AwaitConnection(participant, now);
        return new TopologyStep(TopologyChange.Promoted, [.. participants.Keys]);
    }

    private TopologyStep Promote(Participant participant, long now)
    {
        Disconnect(participant);
        AwaitConnection(participant, now);
        // One more may be one too many to be small.
        if (!IsSmall()) smallSince = Never;
        return new TopologyStep(TopologyChange.None, [participant.UserId]);
    }

    /// <summary>Not held to the time between two changes: who stays would have no media at all.</summary>
    private TopologyStep FallBack(long now) => GoBack(TopologyChange.FellBack, now);

    private TopologyStep GoBack(TopologyChange change, long now)
    {
        OnSfu = false;
        (nextChange, smallSince, nextReminder) = (now + hold, Never, Never);
        foreach (var participant in participants.Values) Disconnect(participant);
        return new TopologyStep(change, []);
    }

    private TopologyStep Remind(long now)
    {
        var late = new List<string>();
        nextReminder = Never;
        foreach (var participant in participants.Values)
        {
            if (participant.RemindAt <= now)
            {
                late.Add(participant.UserId);
                participant.RemindAt = Never;
            }

            nextReminder = Math.Min(nextReminder, participant.RemindAt);
        }

        return new TopologyStep(TopologyChange.None, late);
    }

    private void AwaitConnection(Participant participant, long now)
    {
        participant.RemindAt = now + connectWithin;
        nextReminder = Math.Min(nextReminder, participant.RemindAt);
    }

    private void Disconnect(Participant participant)
    {
        if (participant.Connected) ConnectedCount--;
        participant.Connected = false;
        participant.RemindAt = Never;
    }

    private void MarkTurn(string userId)
    {
        if (!participants.TryGetValue(userId, out var participant) || participant.NeededTurn) return;
        participant.NeededTurn = true;
        NeededTurnCount++;
    }

    private sealed class Participant(string userId)
    {
        public string UserId { get; } = userId;

        public bool NeededTurn { get; set; }

        /// <summary>Who first said of it that it needed TURN.</summary>
        public string? NamedBy { get; set; }

        public bool Connected { get; set; }

        /// <summary>When it gets its promotion again.</summary>
        public long RemindAt { get; set; } = Never;
    }
}

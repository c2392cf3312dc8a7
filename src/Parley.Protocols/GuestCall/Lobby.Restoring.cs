namespace Parley.Protocols.GuestCall;

/// <content>What is needed to make the lobby again on another node: each connection keeps how its guest stands.</content>
public sealed partial class Lobby
{
    private readonly HashSet<LobbyGuest> changed = [];

    private void Changed(LobbyGuest guest)
    {
        if (guest.Remember is not null) changed.Add(guest);
    }

    private void Changed(Pair pair)
    {
        pair.Changes++;
        Changed(pair.First);
        Changed(pair.Second);
    }

    private void RememberChanged()
    {
        if (changed.Count == 0) return;
        foreach (var guest in changed) guest.Remember?.Invoke(StandingOf(guest));
        changed.Clear();
    }

    private GuestStanding StandingOf(LobbyGuest guest) => new()
    {
        IsSearching = guest.Place is not null,
        Pair = guest.Pair is { } pair ? StandingOf(pair, guest) : null,
        Offer = [.. guest.Offer?.Events.Select(e => new KeptGuestEvent(e.Kind, e.Name, e.Argument.ToArray())) ?? []],
        Unconfirmed = [.. guest.Unconfirmed.Select(m => new KeptGuestEvent(m.Kind, m.MessageId, m.Argument.ToArray()))],
    };

    private PairStanding StandingOf(Pair pair, LobbyGuest guest) => new(
        pair.Other(guest).Guest, pair.Changes, pair.First == guest, pair.State, pair.Caller == guest, pair.Media, pair.StartedAt,
        pair.AnsweredAt, pair.Ringing is null ? null : clock.UtcNow.AddMilliseconds(pair.RingUntil - clock.Milliseconds));

    /// <summary>The guest is what it was, and nobody is to notice. A connection that came later than this one stays.</summary>
    private void Restore(LobbyGuest guest, Arrive arrival, GuestStanding standing)
    {
        if (guest.Peer is not null) return;
        if (standing.IsReplaced)
        {
            if (guest.Absence is null) guests.Remove(guest.Id);
            return;
        }

        Take(guest, arrival);
        if (standing.Offer.Count > 0)
        {
            guest.Offer = new Negotiation(Event(standing.Offer[0]));
            foreach (var candidate in standing.Offer.Skip(1)) guest.Offer.Add(Event(candidate));
        }

        foreach (var message in standing.Unconfirmed) guest.Await(new ChatDelivery(message.Name, message.Argument));
        if (standing.Pair is { } pair) Restore(guest, pair);
        else if (standing.IsSearching && guest.Pair is null) guest.Place = searching.AddLast(guest);
        presence.Set(guest.Guest, guest.Place is not null, guest.Pair is not null);
        Changed(guest);
    }

    /// <summary>Whoever has not been restored yet is waited for, as if its connection had been lost.</summary>
    private void Restore(LobbyGuest guest, PairStanding standing)
    {
        if (!guests.TryGetValue(standing.Other.UserId, out var other))
            guests[standing.Other.UserId] = other = new LobbyGuest(standing.Other);
        if (guest.Pair is null)
        {
            // The other is with somebody else already, and this one was about to be told.
            if (other.Pair is not null) return;
            if (other.Place is not null) searching.Remove(other.Place);
            other.Place = null;
            guest.Pair = other.Pair = standing.IsFirst ? new Pair(guest, other) : new Pair(other, guest);
            presence.Set(other.Guest, searching: false, inMatch: true);
            if (other.Peer is null) Await(other, awaited, clock.Milliseconds + Milliseconds(options.MatchRecovery));
        }

        var pair = guest.Pair;
        if (pair.Other(guest) != other || pair.Changes >= standing.Changes) return;
        StopRinging(pair);
        (pair.Changes, pair.State, pair.Media) = (standing.Changes, standing.State, standing.Media);
        (pair.StartedAt, pair.AnsweredAt) = (standing.StartedAt, standing.AnsweredAt);
        pair.Caller = standing.IsCaller ? guest : other;
        if (standing.RingsUntil is not { } until) return;
        pair.RingUntil = clock.Milliseconds + (long)(until - clock.UtcNow).TotalMilliseconds;
        pair.Ringing = ringing.AddFirst(pair);
        while (pair.Ringing.Next is { } next && next.Value.RingUntil < pair.RingUntil)
        {
            ringing.Remove(pair.Ringing);
            ringing.AddAfter(next, pair.Ringing);
        }
    }

    /// <summary>The lobby is on another node from now on, which knows the guest and whom it was matched with.</summary>
    private void GoElsewhere(LobbyGuest guest)
    {
        if (guest.Place is not null) searching.Remove(guest.Place);
        Drop(guest);
        if (guest.Pair is not { } pair) return;
        StopRinging(pair);
        if (pair.Other(guest) is not { Peer: null, Absence: { } absence } other) return;
        absence.List!.Remove(absence);
        Drop(other);
    }

    private void Drop(LobbyGuest guest)
    {
        guests.Remove(guest.Id);
        presence.Set(guest.Guest, searching: false, inMatch: false);
    }

    private static GuestEvent Event(KeptGuestEvent kept) => new(kept.Kind, kept.Name, kept.Argument);
}

using Parley.Core.Metrics;
using Parley.Core.Storage;

namespace Parley.Protocols.GuestCall;

/// <content>The call of a match: idle, ringing, connected, ended.</content>
public sealed partial class Lobby
{
    private void Move(LobbyGuest guest, MoveCall move)
    {
        var fault = guest.Pair is not { } pair ? GuestEvents.NotConnected : move.Move switch
        {
            CallMove.Offer => Offer(pair, guest, move),
            CallMove.Answer => Answer(pair, guest, move.Relay),
            CallMove.Candidate => Candidate(pair, guest, move.Relay),
            _ => End(pair, guest, move),
        };
        if (fault is null) return;
        metrics.Dropped(DropReason.PeerUnavailable);
        guest.TryTell(GuestEvents.Error(GuestEvents.CallError, fault));
    }

    /// <summary>
    /// Begins a call, or changes one: offers within a call, and of both sides at once, are for the clients to sort out
    /// (perfect negotiation). A call that rings does not ring longer because it is offered again.
    /// </summary>
    private string? Offer(Pair pair, LobbyGuest guest, MoveCall move)
    {
        if (!pair.Other(guest).TryTell(move.Relay)) return GuestEvents.Unavailable;
        guest.Offer = new Negotiation(move.Relay);
        Changed(pair);
        if (pair.Calling) return null;

        pair.State = CallState.Ringing;
        (pair.Caller, pair.Media, pair.StartedAt, pair.AnsweredAt) = (guest, move.Media, clock.UtcNow, null);
        pair.RingUntil = clock.Milliseconds + Milliseconds(options.RingTimeout);
        pair.Ringing = ringing.AddLast(pair);
        return null;
    }

    private string? Answer(Pair pair, LobbyGuest guest, GuestEvent relay)
    {
        var other = pair.Other(guest);
        if (other.Offer is null) return "Failed to send answer: there is no offer to answer.";
        if (!other.TryTell(relay)) return GuestEvents.Unavailable;

        other.Offer = null;
        Changed(pair);
        if (pair.State != CallState.Ringing) return null;
        pair.State = CallState.Connected;
        pair.AnsweredAt = clock.UtcNow;
        StopRinging(pair);
        return null;
    }

    private string? Candidate(Pair pair, LobbyGuest guest, GuestEvent relay)
    {
        if (!pair.Calling) return "Failed to send ICE candidate: there is no call.";
        if (!pair.Other(guest).TryTell(relay)) return GuestEvents.Unavailable;
        if (guest.Offer?.Add(relay) == true) Changed(guest);
        return null;
    }

    /// <summary>
    /// Ends the call. Where there is none the other is told all the same, as both may hang up at once, and clients that were
    /// written for a server without state rely on it.
    /// </summary>
    private string? End(Pair pair, LobbyGuest guest, MoveCall move)
    {
        var called = pair.Calling;
        EndCall(pair, move.Move switch
        {
            CallMove.Reject => "rejected",
            CallMove.Timeout => "timeout",
            _ => "ended",
        });
        var other = pair.Other(guest);
        // The end of a call is never left out; what only repeats it need not wait for whoever is away.
        if (called || other.Peer is not null) other.TryTell(move.Relay, always: called);
        return null;
    }

    /// <summary>Nobody answered: both are told as if the other had said so.</summary>
    private void TimeOut(Pair pair)
    {
        EndCall(pair, "timeout");
        pair.First.TryTell(GuestEvents.TimedOut(pair.Second.Guest), always: true);
        pair.Second.TryTell(GuestEvents.TimedOut(pair.First.Guest), always: true);
    }

    private void EndCall(Pair pair, string reason)
    {
        (pair.First.Offer, pair.Second.Offer) = (null, null);
        Changed(pair);
        if (!pair.Calling) return;
        StopRinging(pair);
        pair.State = CallState.Ended;
        var caller = pair.Caller!;
        record(new CallRecord(
            Guid.NewGuid(), caller.Id, pair.Other(caller).Id, pair.Media, pair.StartedAt, pair.AnsweredAt, clock.UtcNow, reason));
    }

    private void StopRinging(Pair pair)
    {
        if (pair.Ringing is null) return;
        ringing.Remove(pair.Ringing);
        pair.Ringing = null;
    }

    private void EndAllCalls()
    {
        foreach (var guest in guests.Values)
        {
            if (guest.Pair is { } pair) EndCall(pair, "disconnected");
        }
    }
}

namespace Parley.Protocols.GuestCall;

/// <content>Who is matched with whom: whoever has waited longest is matched first.</content>
public sealed partial class Lobby
{
    private readonly LinkedList<LobbyGuest> searching = [];

    private void Search(LobbyGuest guest)
    {
        if (guest.Pair is not null)
        {
            guest.TryTell(GuestEvents.Error(GuestEvents.MatchError, "You are in a match already: leave it first."));
        }
        else if (guest.Place is not null)
        {
            guest.TryTell(GuestEvents.Error(GuestEvents.MatchError, "You are searching already: a match is told as soon as there is one."));
        }
        else
        {
            guest.TryTell(GuestEvents.Searching);
            if (!Find(guest)) guest.TryTell(GuestEvents.NoUsers);
        }
    }

    /// <summary>Matches the guest with whoever waits longest, or lets it wait. <c>true</c> when it was matched.</summary>
    private bool Find(LobbyGuest guest)
    {
        if (searching.First is not { } longest)
        {
            guest.Place = searching.AddLast(guest);
            presence.Set(guest.Guest, searching: true, inMatch: false);
            Changed(guest);
            return false;
        }

        var other = longest.Value;
        searching.Remove(longest);
        other.Place = null;
        var pair = new Pair(other, guest);
        (other.Pair, guest.Pair) = (pair, pair);
        Changed(pair);
        presence.Set(other.Guest, searching: false, inMatch: true);
        presence.Set(guest.Guest, searching: false, inMatch: true);

        other.TryTell(GuestEvents.Matched(guest.Guest, pair.RoomId));
        guest.TryTell(GuestEvents.Matched(other.Guest, pair.RoomId));
        other.TryTell(GuestEvents.Joined(guest.Guest));
        guest.TryTell(GuestEvents.Joined(other.Guest));
        return true;
    }

    private void Cancel(LobbyGuest guest)
    {
        guest.TryTell(StopSearching(guest)
            ? GuestEvents.Cancelled
            : GuestEvents.Error(GuestEvents.CancelError, "You are not searching."));
    }

    private bool StopSearching(LobbyGuest guest)
    {
        if (guest.Place is null) return false;
        searching.Remove(guest.Place);
        guest.Place = null;
        presence.Set(guest.Guest, searching: false, inMatch: false);
        Changed(guest);
        return true;
    }

    /// <summary>Asked for by name, so it is confirmed also where there was nothing to leave.</summary>
    private void Leave(LobbyGuest guest)
    {
        if (guest.Pair is { } pair)
        {
            var other = pair.Other(guest);
            Part(pair, "left");
            if (other.Peer is not null)
            {
                other.TryTell(GuestEvents.Left(guest.Guest));
                other.TryTell(GuestEvents.Cleared(guest.Guest));
            }
        }

        guest.TryTell(GuestEvents.ClearConfirmed);
    }
}

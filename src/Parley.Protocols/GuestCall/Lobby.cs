using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Storage;
using Parley.Core.Time;

namespace Parley.Protocols.GuestCall;

/// <summary>
/// All guests: who is there, who searches, who is matched with whom, and what their calls are at. One room, so that a match
/// is one step. Here: coming, going and time; the other files have what matched guests do. See docs/protocols/guestcall.md.
/// </summary>
public sealed partial class Lobby : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "lobby";

    /// <summary>Guests that are remembered for when they come back, at most; the oldest are forgotten first.</summary>
    private const int MostForgettable = 10_000;

    private readonly Dictionary<string, LobbyGuest> guests = [];

    // Each is in the order in which it becomes due, as everybody in it waits for the same time.
    private readonly LinkedList<LobbyGuest> awaited = [];
    private readonly LinkedList<LobbyGuest> forgettable = [];
    private readonly LinkedList<Pair> ringing = [];

    private readonly GuestCallOptions options;
    private readonly Clock clock;
    private readonly GuestPresence presence;
    private readonly ProtocolMetrics metrics;
    private readonly Action<CallRecord> record;

    /// <param name="options">Times.</param>
    /// <param name="clock">Deadlines and the times of calls.</param>
    /// <param name="presence">Is told who searches and who is matched.</param>
    /// <param name="metrics">Counts what goes nowhere.</param>
    /// <param name="record">Takes calls that have ended. Called under the room's lock: neither blocks nor throws.</param>
    public Lobby(
        GuestCallOptions options, Clock clock, GuestPresence presence, ProtocolMetrics metrics, Action<CallRecord> record) =>
        (this.options, this.clock, this.presence, this.metrics, this.record) = (options, clock, presence, metrics, record);

    /// <summary>The one there is.</summary>
    public static RoomId Only { get; } = new(Kind, "");

    /// <inheritdoc/>
    protected override bool IsEmpty => guests.Count == 0;

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case Arrive arrival:
                Enter(arrival);
                break;
            case CloseLobby:
                EndAllCalls();
                break;
            case AskGuests ask:
                ask.Answer.TrySetResult(new GuestsNow(presence.Snapshot(), presence.Online(GuestStatsFeed.MostListed)));
                break;
            // Whoever was replaced, or forgotten, is heard no more.
            case LobbyCommand asked when Find(asked) is { } guest:
                Handle(asked, guest);
                break;
            case LobbyCommand:
                break;
            default:
                throw new InvalidOperationException($"The lobby does not know {command.GetType().Name}.");
        }

        RememberChanged();
        DueAt = NextDue();
    }

    /// <inheritdoc/>
    protected override void OnDue(long now, Forwards forwards)
    {
        while (ringing.First is { } pair && pair.Value.RingUntil <= now) TimeOut(pair.Value);
        while (awaited.First is { } away && away.Value.AwaitedUntil <= now) GiveUp(away.Value);
        while (forgettable.First is { } gone && (gone.Value.AwaitedUntil <= now || forgettable.Count > MostForgettable))
            Remove(gone.Value);
        RememberChanged();
        DueAt = NextDue();
    }

    private void Handle(LobbyCommand command, LobbyGuest guest)
    {
        switch (command)
        {
            case MoveCall move:
                Move(guest, move);
                break;
            case SayToMatch said:
                Say(guest, said.Message);
                break;
            case TypeToMatch typing:
                if (guest.Pair is { } pair) pair.Other(guest).TryTell(typing.Relay);
                break;
            case ConfirmMessage confirmed:
                Confirm(guest, confirmed.MessageId);
                break;
            case FindMatch:
                Search(guest);
                break;
            case CancelSearch:
                Cancel(guest);
                break;
            case LeaveMatch:
                Leave(guest);
                break;
            case Depart { Elsewhere: true }:
                GoElsewhere(guest);
                break;
            case Depart:
                Leave(guest, clock.Milliseconds);
                break;
            default:
                throw new InvalidOperationException($"The lobby does not know {command.GetType().Name}.");
        }
    }

    private LobbyGuest? Find(LobbyCommand command) =>
        guests.TryGetValue(command.UserId, out var guest) && guest.Peer == command.Connection ? guest : null;

    private void Enter(Arrive arrival)
    {
        if (!guests.TryGetValue(arrival.UserId, out var guest))
            guests[arrival.UserId] = guest = new LobbyGuest(arrival.Guest);
        if (arrival.Restored is { } standing)
        {
            Restore(guest, arrival, standing);
            return;
        }

        // Only the connection that was here last can go on where it was: another one may have been here since.
        var goesOn = arrival.Recovered && guest.SocketId == arrival.SocketId;
        guest.Remember?.Invoke(GuestStanding.Replaced);
        guest.Peer?.Close(CloseCode.Replaced, "connected again from elsewhere");
        Take(guest, arrival);

        if (guest.Pair is { } pair) Resume(guest, pair, goesOn);
        else if (guest.LostPartner is { } lost) guest.TryTell(GuestEvents.RoomClosed(lost, "partner_offline"));
        else if (goesOn && guest.WasSearching) Find(guest);
        else if (!goesOn) StopSearching(guest);
        (guest.LostPartner, guest.WasSearching) = (null, false);
        Changed(guest);
    }

    private static void Take(LobbyGuest guest, Arrive arrival)
    {
        guest.Absence?.List!.Remove(guest.Absence);
        (guest.Guest, guest.Peer, guest.SocketId, guest.Absence) = (arrival.Guest, arrival.Connection, arrival.SocketId, null);
        guest.Remember = arrival.Remember;
    }

    /// <summary>A client that was recovered only needs what it missed; a new page has to be told where it is.</summary>
    private static void Resume(LobbyGuest guest, Pair pair, bool goesOn)
    {
        var other = pair.Other(guest);
        var missed = guest.TakeMissed();
        if (goesOn)
        {
            if (guest.Unconfirmed.Count > 0)
                guest.Peer!.TryDeliver(new ReceiptsWanted([.. guest.Unconfirmed.Select(m => m.MessageId)]));
            foreach (var message in missed) guest.TryTell(message);
            return;
        }

        guest.TryTell(GuestEvents.Resumed(other.Guest, pair, guest));
        foreach (var message in guest.TakeUnconfirmed()) guest.TryTell(message);
        // Answers and candidates belonged to the negotiation of the page that is gone. An offer that nobody answered is
        // for this one.
        foreach (var message in missed.Where(m => !IsNegotiation(m))) guest.TryTell(message);
        foreach (var message in other.Offer?.Events ?? []) guest.TryTell(message);
    }

    private static bool IsNegotiation(GuestEvent message) =>
        message.Kind is MessageKind.Offer or MessageKind.Answer or MessageKind.Candidate;

    /// <summary>The connection is gone: a match waits, and so does the memory of what its client was doing.</summary>
    private void Leave(LobbyGuest guest, long now)
    {
        (guest.Peer, guest.Remember) = (null, null);
        guest.WasSearching = guest.Place is not null;
        StopSearching(guest);
        if (guest.Pair is not null) Await(guest, awaited, now + Milliseconds(options.MatchRecovery));
        else if (guest.WasSearching) Await(guest, forgettable, now + Milliseconds(options.Recovery));
        else guests.Remove(guest.Id);
    }

    /// <summary>Did not come back in time.</summary>
    private void GiveUp(LobbyGuest guest)
    {
        var other = guest.Pair!.Other(guest);
        Part(guest.Pair, "disconnected");
        if (other.Peer is not null) other.TryTell(GuestEvents.RoomClosed(guest.Guest, "user_disconnected"));
    }

    /// <summary>Ends a match. Whoever is away is told when it comes back.</summary>
    private void Part(Pair pair, string reason)
    {
        EndCall(pair, reason);
        foreach (var (guest, partner) in new[] { (pair.First, pair.Second), (pair.Second, pair.First) })
        {
            guest.Forget();
            Changed(guest);
            presence.Set(guest.Guest, searching: false, inMatch: false);
            if (guest.Peer is not null) continue;
            guest.LostPartner = partner.Guest;
            awaited.Remove(guest.Absence!);
            Await(guest, forgettable, clock.Milliseconds + Milliseconds(options.Recovery));
        }
    }

    private static void Await(LobbyGuest guest, LinkedList<LobbyGuest> among, long until)
    {
        guest.AwaitedUntil = until;
        guest.Absence = among.AddLast(guest);
    }

    private void Remove(LobbyGuest guest)
    {
        forgettable.Remove(guest.Absence!);
        guests.Remove(guest.Id);
    }

    private long NextDue() => Math.Min(
        ringing.First?.Value.RingUntil ?? long.MaxValue,
        Math.Min(
            awaited.First?.Value.AwaitedUntil ?? long.MaxValue,
            forgettable.Count > MostForgettable ? 0 : forgettable.First?.Value.AwaitedUntil ?? long.MaxValue));

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

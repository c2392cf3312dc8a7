using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.GuestCall;

/// <summary>What a guest's connection asks of the lobby. Of two connections of one guest only the newer one is heard.</summary>
internal abstract record LobbyCommand(IPeer Connection, string UserId) : Command(Connection);

/// <summary>A guest's connection comes; an older one of the same guest is replaced.</summary>
/// <param name="Connection">Who.</param>
/// <param name="Guest">Whose it is.</param>
/// <param name="SocketId">Names the connection; one that was recovered has its old name.</param>
/// <param name="Recovered">Whether the client was recovered: it goes on, and what it was sent before has been sent again.</param>
internal sealed record Arrive(IPeer Connection, Guest Guest, string SocketId, bool Recovered)
    : LobbyCommand(Connection, Guest.UserId)
{
    /// <summary>
    /// Told of each change of what would have to be <see cref="Restored"/> on another node; <c>null</c> where that can't
    /// happen. Under the room's lock.
    /// </summary>
    public Action<GuestStanding>? Remember { get; init; }

    /// <summary>How the guest stood on another node until now; <c>null</c> when it comes.</summary>
    public GuestStanding? Restored { get; init; }
}

/// <summary>A guest's connection is gone.</summary>
/// <param name="Connection">Whose.</param>
/// <param name="UserId">Whose connection it was.</param>
/// <param name="Elsewhere">Whether only the lobby is on another node from now on: here nobody waits for the guest.</param>
internal sealed record Depart(IPeer Connection, string UserId, bool Elsewhere = false) : LobbyCommand(Connection, UserId);

/// <summary>Looks for somebody.</summary>
internal sealed record FindMatch(IPeer Connection, string UserId) : LobbyCommand(Connection, UserId);

/// <summary>Doesn't any more.</summary>
internal sealed record CancelSearch(IPeer Connection, string UserId) : LobbyCommand(Connection, UserId);

/// <summary>Leaves the match, if there is one.</summary>
internal sealed record LeaveMatch(IPeer Connection, string UserId) : LobbyCommand(Connection, UserId);

/// <summary>Does something about the call.</summary>
/// <param name="Connection">Who.</param>
/// <param name="UserId">Whose connection it is.</param>
/// <param name="Move">What.</param>
/// <param name="Relay">What the other gets.</param>
/// <param name="Media">Of an offer: <c>audio</c> or <c>video</c>.</param>
internal sealed record MoveCall(IPeer Connection, string UserId, CallMove Move, GuestEvent Relay, string Media = "")
    : LobbyCommand(Connection, UserId);

/// <summary>Says something to the match.</summary>
internal sealed record SayToMatch(IPeer Connection, string UserId, ChatDelivery Message) : LobbyCommand(Connection, UserId);

/// <summary>Begins or stops typing.</summary>
internal sealed record TypeToMatch(IPeer Connection, string UserId, GuestEvent Relay) : LobbyCommand(Connection, UserId);

/// <summary>A client has a message.</summary>
internal sealed record ConfirmMessage(IPeer Connection, string UserId, string MessageId) : LobbyCommand(Connection, UserId);

/// <summary>Somebody wants to know who is here.</summary>
/// <param name="Answer">Gets it.</param>
public sealed record AskGuests(TaskCompletionSource<GuestsNow> Answer) : Command((IPeer?)null);

/// <summary>The server goes down: calls that go on are recorded as they are.</summary>
public sealed record CloseLobby() : Command((IPeer?)null);

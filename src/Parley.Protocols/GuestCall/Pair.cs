namespace Parley.Protocols.GuestCall;

/// <summary>Two guests who were matched, and their call.</summary>
internal sealed class Pair(LobbyGuest first, LobbyGuest second)
{
    /// <summary>Both ids, sorted, so that both sides know the same name.</summary>
    public string RoomId { get; } = string.CompareOrdinal(first.Id, second.Id) < 0
        ? $"{first.Id}_{second.Id}"
        : $"{second.Id}_{first.Id}";

    public LobbyGuest First => first;

    public LobbyGuest Second => second;

    public CallState State { get; set; }

    /// <summary>Whether there is a call now.</summary>
    public bool Calling => State is CallState.Ringing or CallState.Connected;

    /// <summary>Who called.</summary>
    public LobbyGuest? Caller { get; set; }

    /// <summary><c>audio</c> or <c>video</c>, as the call began.</summary>
    public string Media { get; set; } = "";

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset? AnsweredAt { get; set; }

    /// <summary>How often it has changed, where that may have to be known on another node.</summary>
    public int Changes { get; set; }

    /// <summary>Its place among those that ring.</summary>
    public LinkedListNode<Pair>? Ringing { get; set; }

    /// <summary>When it has rung long enough.</summary>
    public long RingUntil { get; set; }

    public LobbyGuest Other(LobbyGuest one) => one == first ? second : first;
}

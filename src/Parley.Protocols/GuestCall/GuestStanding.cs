using Parley.Core.Messages;

namespace Parley.Protocols.GuestCall;

/// <summary>What the lobby knows of a connected guest, so that nobody notices when it is made again on another node.</summary>
public sealed record GuestStanding
{
    /// <summary>Nothing: a newer connection of the guest has taken this one's place.</summary>
    public static readonly GuestStanding Replaced = new() { IsReplaced = true };

    /// <summary>Whether a newer connection has taken this one's place.</summary>
    public bool IsReplaced { get; init; }

    /// <summary>Whether it looks for somebody.</summary>
    public bool IsSearching { get; init; }

    /// <summary>Its match, if there is one.</summary>
    public PairStanding? Pair { get; init; }

    /// <summary>Its offer that was not answered yet, with the candidates that followed it.</summary>
    public IReadOnlyList<KeptGuestEvent> Offer { get; init; } = [];

    /// <summary>Chat messages that its client was sent and has not shown to have.</summary>
    public IReadOnlyList<KeptGuestEvent> Unconfirmed { get; init; } = [];
}

/// <summary>A match, as one of the two knows it.</summary>
/// <param name="Other">With whom.</param>
/// <param name="Changes">How often it has changed: of what the two know the newer counts.</param>
/// <param name="IsFirst">Whether this one waited, and the other came.</param>
/// <param name="State">Where its call is.</param>
/// <param name="IsCaller">Whether this one called.</param>
/// <param name="Media"><c>audio</c> or <c>video</c>.</param>
/// <param name="StartedAt">When the call began.</param>
/// <param name="AnsweredAt">When it was answered.</param>
/// <param name="RingsUntil">When it has rung long enough, if it rings.</param>
public sealed record PairStanding(
    Guest Other, int Changes, bool IsFirst, CallState State, bool IsCaller, string Media, DateTimeOffset StartedAt,
    DateTimeOffset? AnsweredAt, DateTimeOffset? RingsUntil);

/// <summary>An event that may have to be told again.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">Its name; of a chat message, the message's id.</param>
/// <param name="Argument">Its argument, as JSON.</param>
public sealed record KeptGuestEvent(MessageKind Kind, string Name, byte[] Argument);

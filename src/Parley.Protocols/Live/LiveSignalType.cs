using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.Live;

/// <summary>The signals that a client sends.</summary>
internal enum LiveSignalType
{
    None,
    Join,
    Leave,
    Offer,
    Answer,
    Ice,
    Watch,
    Update,
    Heartbeat,
    Kick,
    PublishRequest,
    PublishAccept,
    PublishReject,
}

/// <summary>Their names: <c>s</c>, and the <c>action</c> of the frame around it.</summary>
internal static class LiveSignalTypes
{
    public const string All =
        "JOIN, LEAVE, OFFER, ANSWER, ICE, WATCH, UPDATE, HEARTBEAT, KICK, PUBLISH_REQUEST, PUBLISH_ACCEPT, PUBLISH_REJECT";

    public const string AllActions =
        "join, leave, offer, answer, iceCandidate, watch, updateVideo, heartbeat, kick, publishRequest, publishAccept, publishReject";

    /// <summary>The signal whose name the reader stands at.</summary>
    public static LiveSignalType Parse(scoped ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("ICE"u8) ? LiveSignalType.Ice
        : reader.ValueTextEquals("OFFER"u8) ? LiveSignalType.Offer
        : reader.ValueTextEquals("ANSWER"u8) ? LiveSignalType.Answer
        : reader.ValueTextEquals("HEARTBEAT"u8) ? LiveSignalType.Heartbeat
        : reader.ValueTextEquals("WATCH"u8) ? LiveSignalType.Watch
        : reader.ValueTextEquals("JOIN"u8) ? LiveSignalType.Join
        : reader.ValueTextEquals("LEAVE"u8) ? LiveSignalType.Leave
        : reader.ValueTextEquals("UPDATE"u8) ? LiveSignalType.Update
        : reader.ValueTextEquals("KICK"u8) ? LiveSignalType.Kick
        : reader.ValueTextEquals("PUBLISH_REQUEST"u8) ? LiveSignalType.PublishRequest
        : reader.ValueTextEquals("PUBLISH_ACCEPT"u8) ? LiveSignalType.PublishAccept
        : reader.ValueTextEquals("PUBLISH_REJECT"u8) ? LiveSignalType.PublishReject
        : LiveSignalType.None;

    /// <summary>The signal that belongs to the action whose name the reader stands at.</summary>
    public static LiveSignalType ParseAction(scoped ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("iceCandidate"u8) ? LiveSignalType.Ice
        : reader.ValueTextEquals("offer"u8) ? LiveSignalType.Offer
        : reader.ValueTextEquals("answer"u8) ? LiveSignalType.Answer
        : reader.ValueTextEquals("heartbeat"u8) ? LiveSignalType.Heartbeat
        : reader.ValueTextEquals("watch"u8) ? LiveSignalType.Watch
        : reader.ValueTextEquals("join"u8) ? LiveSignalType.Join
        : reader.ValueTextEquals("leave"u8) ? LiveSignalType.Leave
        : reader.ValueTextEquals("updateVideo"u8) ? LiveSignalType.Update
        : reader.ValueTextEquals("kick"u8) ? LiveSignalType.Kick
        : reader.ValueTextEquals("publishRequest"u8) ? LiveSignalType.PublishRequest
        : reader.ValueTextEquals("publishAccept"u8) ? LiveSignalType.PublishAccept
        : reader.ValueTextEquals("publishReject"u8) ? LiveSignalType.PublishReject
        : LiveSignalType.None;

    public static string Name(this LiveSignalType type) => type switch
    {
        LiveSignalType.Join => "JOIN",
        LiveSignalType.Leave => "LEAVE",
        LiveSignalType.Offer => "OFFER",
        LiveSignalType.Answer => "ANSWER",
        LiveSignalType.Ice => "ICE",
        LiveSignalType.Watch => "WATCH",
        LiveSignalType.Update => "UPDATE",
        LiveSignalType.Heartbeat => "HEARTBEAT",
        LiveSignalType.Kick => "KICK",
        LiveSignalType.PublishRequest => "PUBLISH_REQUEST",
        LiveSignalType.PublishAccept => "PUBLISH_ACCEPT",
        LiveSignalType.PublishReject => "PUBLISH_REJECT",
        _ => "",
    };

    public static MessageKind Kind(this LiveSignalType type) => type switch
    {
        LiveSignalType.Join => MessageKind.Register,
        LiveSignalType.Leave => MessageKind.Leave,
        LiveSignalType.Offer => MessageKind.Offer,
        LiveSignalType.Answer => MessageKind.Answer,
        LiveSignalType.Ice => MessageKind.Candidate,
        LiveSignalType.Update => MessageKind.Presence,
        LiveSignalType.Heartbeat => MessageKind.Heartbeat,
        LiveSignalType.None => MessageKind.Invalid,
        _ => MessageKind.Signal,
    };
}

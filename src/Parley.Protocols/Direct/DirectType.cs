using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.Direct;

/// <summary>The message types of the protocol.</summary>
internal enum DirectType
{
    None,
    Register,
    Disconnect,
    Heartbeat,
    Offer,
    Answer,
    IceCandidate,
    IceComplete,
    StatusChange,
    Error,
}

/// <summary>Their names on the wire.</summary>
internal static class DirectTypes
{
    public const string All =
        "register, disconnect, heartbeat, offer, answer, ice_candidate, ice_complete, status_change, error";

    /// <summary>The type whose name the reader stands at.</summary>
    public static DirectType Parse(scoped ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("ice_candidate"u8) ? DirectType.IceCandidate
        : reader.ValueTextEquals("offer"u8) ? DirectType.Offer
        : reader.ValueTextEquals("answer"u8) ? DirectType.Answer
        : reader.ValueTextEquals("ice_complete"u8) ? DirectType.IceComplete
        : reader.ValueTextEquals("heartbeat"u8) ? DirectType.Heartbeat
        : reader.ValueTextEquals("status_change"u8) ? DirectType.StatusChange
        : reader.ValueTextEquals("register"u8) ? DirectType.Register
        : reader.ValueTextEquals("disconnect"u8) ? DirectType.Disconnect
        : reader.ValueTextEquals("error"u8) ? DirectType.Error
        : DirectType.None;

    public static ReadOnlySpan<byte> NameUtf8(this DirectType type) => type switch
    {
        DirectType.Register => "register"u8,
        DirectType.Disconnect => "disconnect"u8,
        DirectType.Heartbeat => "heartbeat"u8,
        DirectType.Offer => "offer"u8,
        DirectType.Answer => "answer"u8,
        DirectType.IceCandidate => "ice_candidate"u8,
        DirectType.IceComplete => "ice_complete"u8,
        DirectType.StatusChange => "status_change"u8,
        DirectType.Error => "error"u8,
        _ => default,
    };

    public static string? Name(this DirectType type) =>
        type == DirectType.None ? null : NameCache.Get(type.NameUtf8());

    public static MessageKind Kind(this DirectType type) => type switch
    {
        DirectType.Register => MessageKind.Register,
        DirectType.Disconnect => MessageKind.Leave,
        DirectType.Heartbeat => MessageKind.Heartbeat,
        DirectType.Offer => MessageKind.Offer,
        DirectType.Answer => MessageKind.Answer,
        DirectType.IceCandidate => MessageKind.Candidate,
        DirectType.IceComplete => MessageKind.EndOfCandidates,
        DirectType.StatusChange => MessageKind.Presence,
        DirectType.Error => MessageKind.Error,
        _ => MessageKind.Invalid,
    };
}

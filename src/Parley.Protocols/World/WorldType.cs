using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>The message types that clients may send.</summary>
internal enum WorldType
{
    None,
    Connect,
    JoinWorld,
    PresenceUpdate,
    MoveIntent,
    ZoneTransition,
    SdpOffer,
    SdpAnswer,
    IceCandidate,
    InteractRequest,
    InteractEnd,
    IceFailed,
    SfuConnected,
    SfuDisconnected,
    MuteUser,
    RemoveFromZone,
    KickFromWorld,
    Error,
}

/// <summary>Their names on the wire, and what they are about.</summary>
internal static class WorldTypes
{
    /// <summary>The type whose name the reader stands at; what comes often is looked for first.</summary>
    public static WorldType Parse(scoped ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("PRESENCE_UPDATE"u8) ? WorldType.PresenceUpdate
        : reader.ValueTextEquals("MOVE_INTENT"u8) ? WorldType.MoveIntent
        : reader.ValueTextEquals("ICE_CANDIDATE"u8) ? WorldType.IceCandidate
        : reader.ValueTextEquals("SDP_OFFER"u8) ? WorldType.SdpOffer
        : reader.ValueTextEquals("SDP_ANSWER"u8) ? WorldType.SdpAnswer
        : reader.ValueTextEquals("ZONE_TRANSITION"u8) ? WorldType.ZoneTransition
        : reader.ValueTextEquals("INTERACT_REQUEST"u8) ? WorldType.InteractRequest
        : reader.ValueTextEquals("INTERACT_END"u8) ? WorldType.InteractEnd
        : reader.ValueTextEquals("CONNECT"u8) ? WorldType.Connect
        : reader.ValueTextEquals("JOIN_WORLD"u8) ? WorldType.JoinWorld
        : reader.ValueTextEquals("ICE_FAILED"u8) ? WorldType.IceFailed
        : reader.ValueTextEquals("SFU_CONNECTED"u8) ? WorldType.SfuConnected
        : reader.ValueTextEquals("SFU_DISCONNECTED"u8) ? WorldType.SfuDisconnected
        : reader.ValueTextEquals("MUTE_USER"u8) ? WorldType.MuteUser
        : reader.ValueTextEquals("REMOVE_FROM_ZONE"u8) ? WorldType.RemoveFromZone
        : reader.ValueTextEquals("KICK_FROM_WORLD"u8) ? WorldType.KickFromWorld
        : reader.ValueTextEquals("ERROR"u8) ? WorldType.Error
        : WorldType.None;

    public static ReadOnlySpan<byte> NameUtf8(this WorldType type) => type switch
    {
        WorldType.Connect => "CONNECT"u8,
        WorldType.JoinWorld => "JOIN_WORLD"u8,
        WorldType.PresenceUpdate => "PRESENCE_UPDATE"u8,
        WorldType.MoveIntent => "MOVE_INTENT"u8,
        WorldType.ZoneTransition => "ZONE_TRANSITION"u8,
        WorldType.SdpOffer => "SDP_OFFER"u8,
        WorldType.SdpAnswer => "SDP_ANSWER"u8,
        WorldType.IceCandidate => "ICE_CANDIDATE"u8,
        WorldType.InteractRequest => "INTERACT_REQUEST"u8,
        WorldType.InteractEnd => "INTERACT_END"u8,
        WorldType.IceFailed => "ICE_FAILED"u8,
        WorldType.SfuConnected => "SFU_CONNECTED"u8,
        WorldType.SfuDisconnected => "SFU_DISCONNECTED"u8,
        WorldType.MuteUser => "MUTE_USER"u8,
        WorldType.RemoveFromZone => "REMOVE_FROM_ZONE"u8,
        WorldType.KickFromWorld => "KICK_FROM_WORLD"u8,
        WorldType.Error => "ERROR"u8,
        _ => default,
    };

    public static string? Name(this WorldType type) => type == WorldType.None ? null : NameCache.Get(type.NameUtf8());

    public static MessageKind Kind(this WorldType type) => type switch
    {
        WorldType.Connect or WorldType.JoinWorld => MessageKind.Register,
        WorldType.PresenceUpdate => MessageKind.Presence,
        WorldType.MoveIntent or WorldType.ZoneTransition => MessageKind.Move,
        WorldType.SdpOffer => MessageKind.Offer,
        WorldType.SdpAnswer => MessageKind.Answer,
        WorldType.IceCandidate => MessageKind.Candidate,
        WorldType.InteractRequest or WorldType.InteractEnd => MessageKind.Interaction,
        WorldType.None => MessageKind.Invalid,
        WorldType.Error => MessageKind.Error,
        _ => MessageKind.Signal,
    };
}

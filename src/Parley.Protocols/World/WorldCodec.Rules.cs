using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Protocols.World;

/// <summary>Events of the rules for objects, topology and moderation.</summary>
internal sealed partial class WorldCodec
{
    private static Frame EncodeRule(Event message) => message switch
    {
        InteractGranted granted => Build("INTERACT_GRANTED", granted, WriteGranted),
        InteractDenied denied => Build("INTERACT_DENIED", denied, WriteDenied),
        ObjectOccupied occupied => Build("OBJECT_OCCUPIED", occupied, static (json, o) => WriteOccupied(json, o.ObjectId, o.UserId)),
        UserMuted muted => Build("MUTE_USER", muted, WriteMuted),
        TurnCredentialsGiven given => Build("TURN_CREDENTIALS", given, WriteTurn),
        PromoteToSfu promoted => Build("PROMOTE_TO_SFU", promoted, WritePromotion),
        _ => default,
    };

    private static void WriteGranted(Utf8JsonWriter json, InteractGranted granted)
    {
        json.WriteString("object_id"u8, granted.ObjectId);
        if (granted.LockId is { } lockId) json.WriteString("lock_id"u8, lockId);
        else json.WriteNull("lock_id"u8);
    }

    private static void WriteDenied(Utf8JsonWriter json, InteractDenied denied)
    {
        json.WriteString("object_id"u8, denied.ObjectId);
        json.WriteString("reason"u8, denied.Reason);
    }

    private static void WriteMuted(Utf8JsonWriter json, UserMuted muted)
    {
        json.WriteString("target_user_id"u8, muted.UserId);
        json.WriteNumber("duration"u8, muted.Seconds);
    }

    private static void WriteTurn(Utf8JsonWriter json, TurnCredentialsGiven given)
    {
        json.WriteStartArray("urls"u8);
        foreach (var url in given.Relay.Urls) json.WriteStringValue(url);
        json.WriteEndArray();
        json.WriteString("username"u8, given.Relay.Username);
        json.WriteString("credential"u8, given.Relay.Credential);
    }

    private static void WritePromotion(Utf8JsonWriter json, PromoteToSfu promoted)
    {
        json.WriteString("sfu_url"u8, promoted.Url);
        json.WriteString("sfu_token"u8, promoted.Token);
        json.WriteString("zone_id"u8, promoted.ZoneId);
    }

    /// <summary>What is held in a zone, for who comes later: entries as <c>OBJECT_OCCUPIED</c> has them.</summary>
    private static void WriteObjects(Utf8JsonWriter json, IReadOnlyList<ObjectLock> objects)
    {
        json.WriteStartArray("objects"u8);
        foreach (var held in objects)
        {
            json.WriteStartObject();
            WriteOccupied(json, held.ObjectId, held.UserId);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOccupied(Utf8JsonWriter json, string objectId, string? userId)
    {
        json.WriteString("object_id"u8, objectId);
        json.WriteString("user_id"u8, userId);
    }
}

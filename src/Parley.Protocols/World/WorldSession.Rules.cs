using System.Text.Json;
using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>What a connection sends about objects, topology and moderation. It comes seldom, so it is read the comfortable way.</summary>
internal sealed partial class WorldSession
{
    partial void SpeakOfRules(RoomId room, in WorldEnvelope envelope, ref bool taken)
    {
        taken = true;
        WorldCommand? command = null;
        var fault = WorldPayloads.Parse(envelope, out var payload) ?? envelope.Type switch
        {
            WorldType.InteractRequest => ReadRequest(payload, ref command),
            WorldType.InteractEnd => ReadEnd(payload, ref command),
            WorldType.IceFailed => ReadIceFailed(payload, ref command),
            WorldType.SfuConnected or WorldType.SfuDisconnected => ReadSfu(payload, envelope.Type, ref command),
            WorldType.MuteUser => ReadMute(payload, ref command),
            WorldType.RemoveFromZone => ReadRemoval(payload, envelope.Type, "zone_id", ref command),
            WorldType.KickFromWorld => ReadRemoval(payload, envelope.Type, "world_id", ref command),
            _ => new MessageFault("type", "is not known to this server"),
        };
        if (fault is not null) Refuse(fault, envelope);
        else protocol.Rooms.Dispatch(room, command!);
    }

    private MessageFault? ReadRequest(JsonElement payload, ref WorldCommand? command)
    {
        if (WorldPayloads.Id(payload, "object_id", out var objectId) is { } fault) return fault;
        if (WorldPayloads.Id(payload, "action", out var action) is { } noAction) return noAction;
        command = new RequestObject(this, objectId, action);
        return null;
    }

    private MessageFault? ReadEnd(JsonElement payload, ref WorldCommand? command)
    {
        if (WorldPayloads.Id(payload, "object_id", out var objectId) is { } fault) return fault;
        // None is what an object that everybody may use was granted with.
        if (WorldPayloads.Text(payload, "lock_id", 256, out var lockId) is { } noText) return noText;
        command = new EndObject(this, objectId, Guid.TryParseExact(lockId, "D", out var parsed) ? parsed : Guid.Empty);
        return null;
    }

    private MessageFault? ReadIceFailed(JsonElement payload, ref WorldCommand? command)
    {
        if (WorldPayloads.Id(payload, "peer_id", out var peerId) is { } fault) return fault;
        if (peerId == User!.Id) return new MessageFault("payload.peer_id", "is the sender itself");
        command = new ReportIceFailure(this, peerId);
        return null;
    }

    private MessageFault? ReadSfu(JsonElement payload, WorldType type, ref WorldCommand? command)
    {
        if (WorldPayloads.Id(payload, "zone_id", out var zoneId) is { } fault) return fault;
        var reason = "";
        if (type == WorldType.SfuDisconnected && WorldPayloads.Id(payload, "reason", out reason) is { } noReason) return noReason;
        if (reason is not ("" or "error" or "manual")) return new MessageFault("payload.reason", "has to be error or manual");
        command = new ReportSfu(this, zoneId, type == WorldType.SfuConnected, reason == "error");
        return null;
    }

    private MessageFault? ReadMute(JsonElement payload, ref WorldCommand? command)
    {
        if (WorldPayloads.Id(payload, "target_user_id", out var target) is { } fault) return fault;
        var longest = (int)protocol.Options.LongestMute.TotalSeconds;
        if (!payload.TryGetProperty("duration", out var duration)) return new MessageFault("payload.duration", "is missing");
        if (duration.ValueKind != JsonValueKind.Number || !duration.TryGetInt32(out var seconds) || seconds < 1 || seconds > longest)
            return new MessageFault("payload.duration", $"has to be a whole number of seconds, 1 to {longest}");
        command = new Moderate(this, WorldType.MuteUser, target, "", seconds);
        return null;
    }

    private MessageFault? ReadRemoval(JsonElement payload, WorldType type, string field, ref WorldCommand? command)
    {
        if (WorldPayloads.Id(payload, "target_user_id", out var target) is { } fault) return fault;
        if (WorldPayloads.Id(payload, field, out var place) is { } noPlace) return noPlace;
        command = new Moderate(this, type, target, place, 0);
        return null;
    }
}

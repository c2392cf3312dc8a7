using System.Text.Json;
using Parley.Core.Rooms;

namespace Parley.Protocols.World;

/// <summary>What a connection sends once it is in a world.</summary>
internal sealed partial class WorldSession
{
    /// <summary>Takes a message of the rules for objects, topology and moderation, where they are built in.</summary>
    partial void SpeakOfRules(RoomId room, in WorldEnvelope envelope, ref bool taken);

    private void Speak(RoomId room, in WorldEnvelope envelope)
    {
        switch (envelope.Type)
        {
            case WorldType.PresenceUpdate:
            case WorldType.MoveIntent:
            case WorldType.ZoneTransition:
                SendMove(room, envelope);
                break;
            case WorldType.SdpOffer:
            case WorldType.SdpAnswer:
            case WorldType.IceCandidate:
                SendSignal(room, envelope);
                break;
            default:
                var taken = false;
                SpeakOfRules(room, envelope, ref taken);
                if (!taken) Refuse(new MessageFault("type", "is not known to this server"), envelope);
                break;
        }
    }

    private void SendMove(RoomId room, in WorldEnvelope envelope)
    {
        MessageFault? fault;
        try
        {
            fault = MovePayload.Read(envelope, ref move.Payload);
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            fault = NotJson(notJson);
        }

        if (fault is not null)
        {
            Refuse(fault, envelope);
            return;
        }

        move.Type = envelope.Type;
        protocol.Rooms.Dispatch(room, move);
    }

    private void SendSignal(RoomId room, in WorldEnvelope envelope)
    {
        var payload = default(SignalPayload);
        MessageFault? fault;
        try
        {
            fault = SignalPayload.Read(envelope, ref payload);
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            fault = NotJson(notJson);
        }

        if (fault is null && payload.To == User!.Id) fault = new MessageFault("payload.to", "is the sender itself");
        if (fault is not null)
        {
            Refuse(fault, envelope);
            return;
        }

        protocol.Rooms.Dispatch(room, new SignalPeer(this, envelope.Type, protocol.Codec.Relay(envelope.Type, payload, User!)));
    }
}

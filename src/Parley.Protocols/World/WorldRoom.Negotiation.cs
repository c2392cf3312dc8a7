using Parley.Core.Messages;
using Parley.Core.Metrics;

namespace Parley.Protocols.World;

/// <summary>Negotiation: offers, answers and candidates go to somebody in the same zone, and nowhere else.</summary>
internal sealed partial class WorldRoom
{
    private void Signal(Occupant sender, SignalPeer signal)
    {
        if (NegotiationRefusal(sender, signal) is { } refusal)
        {
            sender.Tell(refusal);
            return;
        }

        var to = signal.Signal.To!;
        if (!occupants.TryGetValue(to, out var receiver) || receiver.Zone != sender.Zone) NotHere(sender, signal, "peer_not_in_zone", "is not in your zone");
        else if (!receiver.Tell(signal.Signal)) NotHere(sender, signal, "peer_unreachable", "has lost the connection; wait until it is back");
    }

    private ErrorEvent? NegotiationRefusal(Occupant sender, SignalPeer signal)
    {
        ErrorEvent? refusal = null;
        MayNegotiate(sender, signal.Type, ref refusal);
        return refusal ?? (sender.Zone.Topology == MediaTopology.Sfu ? OnSfu(signal.Type) : null);
    }

    private static ErrorEvent OnSfu(WorldType type) =>
        new(ErrorCode.InvalidMessage, "This zone is on the media server: negotiate with that.")
        {
            OffendingType = type.Name(),
            Reason = "zone_on_sfu",
        };

    private void NotHere(Occupant sender, SignalPeer signal, string reason, string what)
    {
        protocol.Metrics.Dropped(DropReason.PeerUnavailable);
        sender.Tell(new ErrorEvent(ErrorCode.InvalidMessage, $"payload.to: {what}.")
        {
            OffendingType = signal.Type.Name(),
            Field = "payload.to",
            Reason = reason,
            Receiver = signal.Signal.To,
        });
    }
}

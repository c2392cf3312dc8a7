using Parley.Core.Metrics;

namespace Parley.Protocols.GuestCall;

/// <content>What matched guests say to each other, and its receipts.</content>
public sealed partial class Lobby
{
    private void Say(LobbyGuest guest, ChatDelivery message)
    {
        var fault = guest.Pair is not { } pair ? GuestEvents.NotConnected
            : pair.Other(guest).TryTell(message) ? null
            : GuestEvents.Unavailable;
        if (fault is not null) metrics.Dropped(DropReason.PeerUnavailable);
        else Changed(guest.Pair!.Other(guest));
        guest.TryTell(fault is null
            ? GuestEvents.Sent(message.MessageId, clock.UtcNow)
            : GuestEvents.Error(GuestEvents.ChatError, fault));
    }

    /// <summary>The receiver's client has it, says the receiver: once, and only for what it was sent in this match.</summary>
    private void Confirm(LobbyGuest receiver, string messageId)
    {
        if (receiver.Pair is not { } pair || !receiver.Confirm(messageId)) return;
        pair.Other(receiver).TryTell(GuestEvents.Delivered(messageId));
        Changed(receiver);
    }
}

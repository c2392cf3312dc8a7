using Parley.Core.Sessions;

namespace Parley.Protocols.GuestCall;

/// <summary>What the lobby knows of a guest who is there, or is waited for.</summary>
internal sealed class LobbyGuest(Guest guest)
{
    /// <summary>Most messages whose receipt is waited for; older ones are taken for lost.</summary>
    private const int MostUnconfirmed = 256;

    private readonly Queue<ChatDelivery> unconfirmed = [];
    private MissedEvents? missed;

    public Guest Guest { get; set; } = guest;

    public string Id => Guest.UserId;

    /// <summary>Its connection; <c>null</c> while it is gone.</summary>
    public IPeer? Peer { get; set; }

    /// <summary>The connection's name, also of one that is gone.</summary>
    public string SocketId { get; set; } = "";

    /// <summary>Its place among those who search.</summary>
    public LinkedListNode<LobbyGuest>? Place { get; set; }

    /// <summary>Whether it was searching when its connection went.</summary>
    public bool WasSearching { get; set; }

    public Pair? Pair { get; set; }

    /// <summary>Its offer that was not answered yet.</summary>
    public Negotiation? Offer { get; set; }

    /// <summary>Its place among those whose connection is gone.</summary>
    public LinkedListNode<LobbyGuest>? Absence { get; set; }

    /// <summary>When it is not waited for any longer.</summary>
    public long AwaitedUntil { get; set; }

    /// <summary>With whom the match was that went while its connection was gone.</summary>
    public Guest? LostPartner { get; set; }

    /// <summary>Told of each change of how it stands, where that may be needed on another node.</summary>
    public Action<GuestStanding>? Remember { get; set; }

    /// <summary>Messages that its client was sent and has not shown to have.</summary>
    public IReadOnlyCollection<ChatDelivery> Unconfirmed => unconfirmed;

    /// <summary>
    /// Tells it, now or when it comes back. <c>false</c> when it is gone and has missed too much already.
    /// </summary>
    public bool TryTell(GuestEvent message, bool always = false)
    {
        // A connection that has ended without the lobby knowing yet refuses: its guest is as good as gone.
        if (Peer?.TryDeliver(message) == true)
        {
            if (message is ChatDelivery chat) Await(chat);
            return true;
        }

        return message.Passing || Pair is null || (missed ??= new MissedEvents()).TryAdd(message, always);
    }

    /// <summary>Takes what it missed.</summary>
    public IReadOnlyList<GuestEvent> TakeMissed()
    {
        var taken = missed?.Events ?? [];
        missed = null;
        return taken;
    }

    /// <summary>Takes the messages whose receipt is waited for, to send them again.</summary>
    public ChatDelivery[] TakeUnconfirmed()
    {
        ChatDelivery[] taken = [.. unconfirmed];
        unconfirmed.Clear();
        return taken;
    }

    /// <summary>Its client has the message. <c>false</c> when nobody waits for that.</summary>
    public bool Confirm(string messageId)
    {
        var found = false;
        for (var left = unconfirmed.Count; left > 0; left--)
        {
            var next = unconfirmed.Dequeue();
            if (next.MessageId == messageId) found = true;
            else unconfirmed.Enqueue(next);
        }

        return found;
    }

    /// <summary>Nothing of a match is left.</summary>
    public void Forget()
    {
        (Pair, Offer, missed) = (null, null, null);
        unconfirmed.Clear();
    }

    /// <summary>Its client was sent the message, be it once more by another node.</summary>
    public void Await(ChatDelivery message)
    {
        foreach (var other in unconfirmed)
        {
            if (other.MessageId == message.MessageId) return;
        }

        if (unconfirmed.Count == MostUnconfirmed) unconfirmed.Dequeue();
        unconfirmed.Enqueue(message);
    }
}

using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Core.Users;

/// <summary>A device of the user comes. To the user's own mailbox.</summary>
/// <param name="Device">The connection.</param>
/// <param name="DeviceId">The device's own name: a newer connection of the same device replaces the older one.</param>
/// <param name="Contacts">Whom the device watches.</param>
public sealed record Attach(IPeer Device, string? DeviceId, IReadOnlySet<string> Contacts) : Command(Device)
{
    /// <summary>
    /// Told of each change of what would have to be <see cref="Restored"/> on another node; <c>null</c> where that can't
    /// happen. Under the room's lock.
    /// </summary>
    public Action<Standing>? Remember { get; init; }

    /// <summary>How the device stood on another node until now; <c>null</c> when it is new.</summary>
    public Standing? Restored { get; init; }
}

/// <summary>The device's <see cref="Attach.Remember"/> is to be told once more. To the user's own mailbox.</summary>
public sealed record RememberAgain(IPeer Device) : Command(Device);

/// <summary>A device of the user goes. To the user's own mailbox.</summary>
/// <param name="Device">The connection.</param>
/// <param name="OnPurpose">Whether it said so before.</param>
public sealed record Detach(IPeer Device, bool OnPurpose) : Command(Device);

/// <summary>A device sends a signal. To the sender's own mailbox, which passes it on as <see cref="ReceiveSignal"/>.</summary>
public sealed record SendSignal(Signal Signal, IPeer Device) : Command(Device);

/// <summary>A signal arrives. To the receiver's mailbox.</summary>
public sealed record ReceiveSignal(Signal Signal, IPeer From) : Command(From);

/// <summary>An offer ended without an answer, or could not be delivered. To the mailbox of either side.</summary>
/// <param name="With">The other side of the negotiation, as the addressed mailbox sees it.</param>
/// <param name="Negotiation">Its name.</param>
/// <param name="Expired">
/// Whether it was the other side's offer that ended. Where both sides had offered (glare), this side's own still waits.
/// </param>
public sealed record DropNegotiation(string With, string Negotiation, bool Expired) : Command((IPeer?)null);

/// <summary>The other side of a negotiation has gone. To the mailbox of the one who remains.</summary>
/// <param name="With">Who has gone.</param>
/// <param name="Negotiation">Its name.</param>
/// <param name="Lost">Gone without saying so.</param>
/// <param name="Status">The status of the one who has gone.</param>
/// <param name="Offline">Whether its user went offline with it, so that those who watch the user are told anyway.</param>
public sealed record NegotiationEnded(string With, string Negotiation, bool Lost, StatusChanged Status, bool Offline)
    : Command((IPeer?)null);

/// <summary>A device sets its user's status, for all watchers. To the user's own mailbox.</summary>
public sealed record SetStatus(UserStatus Status, IPeer Device) : Command(Device);

/// <summary>A device tells one other user a status. To the receiver's mailbox.</summary>
public sealed record TellStatus(StatusChanged Status, IPeer From) : Command(From);

/// <summary>The status of a user changed. To the mailbox of each user it negotiates with.</summary>
public sealed record NegotiationStatus(string With, StatusChanged Status) : Command((IPeer?)null);

/// <summary>A connection wants to know each change of the user's status, beginning with <see cref="ContactPresence"/>.</summary>
public sealed record Watch(IPeer Watcher) : Command(Watcher);

/// <summary>A connection no longer wants to.</summary>
public sealed record Unwatch(IPeer Watcher) : Command(Watcher);

using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Core.Users;

/// <summary>
/// The room <c>user:ID</c>: a user's devices, those who watch the user, and the user's side of each negotiation. A signal
/// goes from the sender's mailbox, which knows which device leads the negotiation, to the receiver's, which knows which
/// device it is for.
/// </summary>
public sealed partial class UserMailbox : Room
{
    /// <summary>The room's kind.</summary>
    public const string Kind = "user";

    private readonly UserDirectory directory;
    private readonly Roster<Device> devices = new();
    private Dictionary<PeerId, IPeer>? watchers;
    private readonly Negotiations negotiations = new(UserDirectory.NegotiationsAUser);
    private UserStatus status = UserStatus.Offline;

    /// <param name="directory">What all mailboxes share: time, limits, who was seen when.</param>
    public UserMailbox(UserDirectory directory) => this.directory = directory;

    /// <inheritdoc/>
    protected override bool IsEmpty => devices.Count == 0 && watchers is not { Count: > 0 };

    private string UserId => Id.Key;

    private UserPresence Presence =>
        new(UserId, status, devices.Count > 0 ? directory.Clock.UtcNow : directory.LastSeen(UserId));

    /// <summary>The mailbox of a user.</summary>
    public static RoomId Of(string userId) => new(Kind, userId);

    /// <inheritdoc/>
    protected override void Handle(Command command, Forwards forwards)
    {
        switch (command)
        {
            case SendSignal send:
                Send(send, forwards);
                break;
            case ReceiveSignal receive:
                Receive(receive, forwards);
                break;
            case Attach attach:
                OnAttach(attach, forwards);
                break;
            case Detach detach:
                OnDetach(detach, forwards);
                break;
            case SetStatus set:
                // As with signals: the device may have been replaced meanwhile.
                if (devices.Find(set.Device) is not null) ChangeStatus(set.Status, forwards);
                break;
            case TellStatus tell:
                Tell(tell);
                break;
            case RememberAgain:
                Remember();
                break;
            case Watch watch:
                (watchers ??= [])[watch.Watcher.Id] = watch.Watcher;
                watch.Watcher.TryDeliver(new ContactPresence(Presence));
                break;
            case Unwatch unwatch:
                watchers?.Remove(unwatch.Watcher.Id);
                break;
            case NegotiationStatus changed:
                TellNegotiators(changed);
                break;
            case NegotiationEnded ended:
                OnNegotiationEnded(ended);
                break;
            case DropNegotiation drop:
                Drop(drop);
                break;
            default:
                throw new InvalidOperationException($"A mailbox does not know {command.GetType().Name}.");
        }
    }

    /// <inheritdoc/>
    protected override void OnDue(long now, Forwards forwards)
    {
        foreach (var late in negotiations.TakeLate(now))
        {
            late.Owner?.Peer.TryDeliver(new ErrorEvent(
                ErrorCode.SignalTimeout,
                $"The offer was not answered within {directory.OfferTimeout.TotalSeconds:0} s. Offer again, or give up.")
            {
                Negotiation = late.Key.Name,
                Receiver = late.Key.With,
            });
            if (!late.Answered) forwards.Add(Of(late.Key.With), new DropNegotiation(UserId, late.Key.Name, Expired: true));
        }

        DueAt = negotiations.NextDueAt;
        Remember();
    }

    private void Send(SendSignal send, Forwards forwards)
    {
        // The device may have been replaced while its message was on the way.
        if (devices.Find(send.Device) is not { } device) return;

        // Told already, or about to read it: an error would only accuse the device of having been slower.
        if (!Leads(device, send.Signal)) directory.Metrics.Dropped(DropReason.AnsweredElsewhere);
        else forwards.Add(Of(send.Signal.To!), new ReceiveSignal(send.Signal, send.Device));
    }

    /// <summary>Whether the device may speak in the signal's negotiation. An offer or an answer takes the lead if nobody has it.</summary>
    private bool Leads(Device device, Signal signal)
    {
        if (signal.Kind is not (MessageKind.Offer or MessageKind.Answer))
            return negotiations.Find(signal.To!, signal.Negotiation)?.Owner is not { } owner || owner == device;

        var negotiation = negotiations.GetOrAdd(signal.To!, signal.Negotiation!);
        if (negotiation.Owner is null)
        {
            negotiation.Owner = device;
            if (signal.Kind == MessageKind.Answer && devices.Count > 1)
                devices.DeliverToAll(new AnsweredElsewhere(UserId, negotiation.Key.Name), except: device.Peer);
        }

        if (negotiation.Owner != device) return false;
        negotiation.Answered |= signal.Kind == MessageKind.Answer;

        // Who answers has taken back an offer of its own (JSEP, rollback): it waits for nothing any more.
        negotiation.AnswerDueAt = signal.Kind == MessageKind.Offer
            ? directory.Clock.Milliseconds + (long)directory.OfferTimeout.TotalMilliseconds
            : long.MaxValue;
        DueAt = Math.Min(DueAt, negotiation.AnswerDueAt);
        Remember();
        return true;
    }

    private void Receive(ReceiveSignal receive, Forwards forwards)
    {
        var signal = receive.Signal;
        if (devices.Count == 0)
        {
            directory.Metrics.Dropped(DropReason.PeerUnavailable);
            receive.From.TryDeliver(Unavailable(signal.Negotiation));
            if (signal.Kind == MessageKind.Offer)
                forwards.Add(Of(signal.From), new DropNegotiation(UserId, signal.Negotiation!, Expired: false));
            return;
        }

        var negotiation = signal.Kind switch
        {
            MessageKind.Offer => negotiations.GetOrAdd(signal.From, signal.Negotiation!),
            _ => negotiations.Find(signal.From, signal.Negotiation),
        };
        if (signal.Kind == MessageKind.Answer && negotiation is not null)
            (negotiation.AnswerDueAt, negotiation.Answered) = (long.MaxValue, true);
        if (signal.Kind is MessageKind.Offer or MessageKind.Answer) Remember();

        if (negotiation?.Owner is { } owner) owner.Peer.TryDeliver(signal);
        else devices.DeliverToAll(signal);
    }

    private void Tell(TellStatus tell)
    {
        var told = tell.Status;
        if (devices.Count == 0) tell.From.TryDeliver(Unavailable(told.Negotiation));
        else if (negotiations.Find(told.Presence.UserId, told.Negotiation) is { } negotiation) DeliverTo(negotiation, told);
        else devices.DeliverToAll(told);
    }

    private ErrorEvent Unavailable(string? negotiation) =>
        new(ErrorCode.PeerUnavailable, "The receiver has no connection here. Try again when it is available.")
        {
            Receiver = UserId,
            Negotiation = negotiation,
        };

    private void OnAttach(Attach attach, Forwards forwards)
    {
        var device = new Device(UserId, attach);
        remembers |= attach.Remember is not null;
        if (attach.Restored is { } standing)
        {
            Restore(device, standing);
            return;
        }

        var replaced = attach.DeviceId is null ? null : Find(attach.DeviceId);
        if (replaced is not null)
        {
            devices.Remove(replaced.Peer, out _);
            negotiations.HandOver(replaced, device);
            replaced.Peer.Close(CloseCode.Replaced, "replaced by a newer connection of the same device");
        }

        var first = devices.Add(device);
        if (first && replaced is null) ChangeStatus(UserStatus.Available, forwards);
        else Remember();
    }

    private Device? Find(string deviceId)
    {
        foreach (var device in devices.Members)
        {
            if (device.DeviceId == deviceId) return device;
        }

        return null;
    }

    private void OnDetach(Detach detach, Forwards forwards)
    {
        if (devices.Remove(detach.Device, out var last) is not { } device) return;

        if (last) directory.Seen(UserId);
        var offline = last && status != UserStatus.Offline;
        var gone = new StatusChanged(Presence with { Status = UserStatus.Offline });
        foreach (var ended in negotiations.TakeOf(device, last))
        {
            forwards.Add(
                Of(ended.Key.With), new NegotiationEnded(UserId, ended.Key.Name, !detach.OnPurpose, gone, offline));
        }

        DueAt = negotiations.NextDueAt;
        if (last) ChangeStatus(UserStatus.Offline, forwards);
        else Remember();
    }

    private void OnNegotiationEnded(NegotiationEnded ended)
    {
        if (negotiations.Find(ended.With, ended.Negotiation) is not { } negotiation) return;

        if (ended.Lost)
        {
            DeliverTo(negotiation, new ErrorEvent(
                ErrorCode.ConnectionLost, "The other side's connection was lost. Wait for it to come back, or end the call.")
            {
                Negotiation = ended.Negotiation,
                Receiver = ended.With,
            });
        }

        Remove(negotiation.Key);
        if (ended.Offline) TellOffline(negotiation, ended.Status);
        else if (!ended.Lost)
            DeliverTo(negotiation, new StatusChanged(ended.Status.Presence) { Negotiation = ended.Negotiation });
    }

    private void ChangeStatus(UserStatus changed, Forwards forwards)
    {
        if (status == changed) return;
        status = changed;
        var message = new StatusChanged(Presence);
        foreach (var watcher in watchers?.Values ?? Enumerable.Empty<IPeer>()) watcher.TryDeliver(message);
        foreach (var user in negotiations.Users) forwards.Add(Of(user), new NegotiationStatus(UserId, message));
        Remember();
    }

    /// <summary>Devices that negotiate with a user watch it; those that have it as a contact are told by its own mailbox.</summary>
    private void TellNegotiators(NegotiationStatus changed)
    {
        foreach (var device in devices.Members)
        {
            if (negotiations.Concern(device, changed.With) && !device.Contacts.Contains(changed.With))
                device.Peer.TryDeliver(changed.Status);
        }
    }

    /// <summary>As above, with the last of a device's negotiations with the one who went.</summary>
    private void TellOffline(Negotiation ended, StatusChanged offline)
    {
        var with = ended.Key.With;
        foreach (var device in devices.Members)
        {
            if (ended.Concerns(device) && !negotiations.Concern(device, with) && !device.Contacts.Contains(with))
                device.Peer.TryDeliver(offline);
        }
    }

    private void DeliverTo(Negotiation negotiation, Event message)
    {
        foreach (var device in devices.Members)
        {
            if (negotiation.Concerns(device)) device.Peer.TryDeliver(message);
        }
    }

    private void Drop(DropNegotiation drop)
    {
        if (drop.Expired && negotiations.Find(drop.With, drop.Negotiation) is { AnswerDueAt: not long.MaxValue }) return;
        Remove(new NegotiationKey(drop.With, drop.Negotiation));
    }

    private void Remove(NegotiationKey key)
    {
        negotiations.Remove(key);
        DueAt = negotiations.NextDueAt;
        Remember();
    }
}

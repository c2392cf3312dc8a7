using Parley.Core.Messages;
using Parley.Core.Users;

namespace Parley.Tests.Core.Users;

/// <summary>A device of a user in a <see cref="Town"/>.</summary>
internal sealed class Resident(Town town, string user)
{
    public RecordingPeer Peer { get; } = new(user);

    public void Send(MessageKind kind, string to, string? negotiation = "n") =>
        town.To(user, new SendSignal(Town.NewSignal(kind, user, to, negotiation), Peer));

    public void Leave(bool onPurpose) => town.To(user, new Detach(Peer, onPurpose));

    public void Set(UserStatus status) => town.To(user, new SetStatus(status, Peer));

    /// <summary>What it was told since the last call, in short words.</summary>
    public IEnumerable<string> Heard() => Peer.Take().Select(Say);

    private static string Say(Event message) => message switch
    {
        Signal signal => $"{signal.Kind} from {signal.From} in {signal.Negotiation}",
        AnsweredElsewhere elsewhere => $"answered elsewhere in {elsewhere.Negotiation}",
        ErrorEvent error => $"{error.Code} of {error.Receiver} in {error.Negotiation}",
        StatusChanged { Negotiation: { } negotiation } status => $"{Say(status.Presence)} in {negotiation}",
        StatusChanged status => Say(status.Presence),
        ContactPresence contact => $"found {Say(contact.Presence)}",
        _ => message.GetType().Name,
    };

    private static string Say(UserPresence presence) => $"{presence.UserId} {presence.Status}";
}

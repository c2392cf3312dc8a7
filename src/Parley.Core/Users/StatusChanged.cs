using Parley.Core.Messages;

namespace Parley.Core.Users;

/// <summary>A user's status, told to those who watch it or to one user it is meant for.</summary>
/// <param name="presence">The status.</param>
public sealed class StatusChanged(UserPresence presence) : Event
{
    /// <inheritdoc/>
    public override MessageKind Kind => MessageKind.Presence;

    /// <summary>The status.</summary>
    public UserPresence Presence => presence;

    /// <summary>The negotiation this is about, where it is about one.</summary>
    public string? Negotiation { get; init; }

    /// <summary>The only user it is meant for; <c>null</c> when it goes to all watchers.</summary>
    public string? Receiver { get; init; }
}

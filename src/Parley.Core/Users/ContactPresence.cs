using Parley.Core.Messages;

namespace Parley.Core.Users;

/// <summary>Answers <see cref="Watch"/>: the contact's status when the watching began.</summary>
/// <param name="presence">The status.</param>
public sealed class ContactPresence(UserPresence presence) : Event
{
    /// <inheritdoc/>
    public override MessageKind Kind => MessageKind.Presence;

    /// <summary>The status.</summary>
    public UserPresence Presence => presence;
}

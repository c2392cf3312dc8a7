using Parley.Core.Messages;

namespace Parley.Core.Users;

/// <summary>Tells a user's other devices that one of them has answered.</summary>
/// <param name="userId">The user whose devices they are.</param>
/// <param name="negotiation">What was answered.</param>
public sealed class AnsweredElsewhere(string userId, string negotiation) : Event
{
    /// <inheritdoc/>
    public override MessageKind Kind => MessageKind.Presence;

    /// <summary>The user whose devices they are.</summary>
    public string UserId => userId;

    /// <summary>What was answered.</summary>
    public string Negotiation => negotiation;
}

using Parley.Core.Messages;

namespace Parley.Protocols.GuestCall;

/// <summary>
/// Sends nothing: asks whoever delivers to say when the client has these messages, which it was sent before its connection
/// broke, and again when it came back.
/// </summary>
public sealed class ReceiptsWanted : Event
{
    internal ReceiptsWanted(IReadOnlyList<string> messageIds) => MessageIds = messageIds;

    /// <inheritdoc/>
    public override MessageKind Kind => MessageKind.Chat;

    /// <summary>The messages' ids.</summary>
    public IReadOnlyList<string> MessageIds { get; }
}

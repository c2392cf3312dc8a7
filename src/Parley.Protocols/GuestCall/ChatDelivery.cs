using Parley.Core.Messages;

namespace Parley.Protocols.GuestCall;

/// <summary>A chat message. Whoever delivers it says when the client has it: <see cref="GuestSession.Received"/>.</summary>
public sealed class ChatDelivery : GuestEvent
{
    internal ChatDelivery(string messageId, ReadOnlyMemory<byte> argument)
        : base(MessageKind.Chat, GuestSession.ChatMessage, argument) => MessageId = messageId;

    /// <summary>The message's id.</summary>
    public string MessageId { get; }
}

using System.Buffers.Binary;
using System.Text;
using Parley.Core.Messages;
using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>
/// What a guest's connection and its session tell each other where they are on different nodes: a byte that says what, a
/// name with its length, and the rest.
/// </summary>
internal static class GuestFrames
{
    /// <summary>An event: the client has sent it, or is to get it. The name is the event's, the rest its argument.</summary>
    public const byte Event = 1;

    /// <summary>An event that the client need not get later.</summary>
    public const byte TellPassing = 2;

    /// <summary>A chat message: the client has sent it, or is to get it. The name is the message's, the rest its argument.</summary>
    public const byte Chat = 3;

    /// <summary>It is to be said when the client has a message, which the name names.</summary>
    public const byte ReceiptWanted = 4;

    /// <summary>The client has the message that the name names.</summary>
    public const byte Receipt = 5;

    public static Frame Of(GuestEvent message) => message is ChatDelivery chat
        ? Of(Chat, chat.MessageId, chat.Argument.Span)
        : Of(message.Passing ? TellPassing : Event, message.Name, message.Argument.Span);

    public static Frame Of(byte what, string name, ReadOnlySpan<byte> rest)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        var frame = Frame.Allocate(FrameOpcode.Binary, 1 + sizeof(int) + length + rest.Length, out var body);
        body[0] = what;
        BinaryPrimitives.WriteInt32LittleEndian(body[1..], length);
        Encoding.UTF8.GetBytes(name, body[(1 + sizeof(int))..]);
        rest.CopyTo(body[(1 + sizeof(int) + length)..]);
        return frame;
    }

    public static (byte What, string Name) Read(ReadOnlySpan<byte> frame, out ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(frame[1..]);
        var name = frame.Slice(1 + sizeof(int), length);
        rest = frame[(1 + sizeof(int) + length)..];
        return (frame[0], NameCache.Get(name));
    }
}

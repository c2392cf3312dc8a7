using System.Buffers.Text;
using System.Text;
using Parley.Core.Messages;

namespace Parley.EngineIo.Packets;

/// <summary>Writes packets into frames that all receivers share.</summary>
internal static class PacketWriter
{
    /// <summary>An event, with its attachments as frames of their own behind it.</summary>
    /// <param name="nsp">The namespace as the wire has it: empty for the main one, else with the comma.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">JSON values with commas between them.</param>
    /// <param name="attachments">What the placeholders in them stand for.</param>
    /// <param name="id">Wants an acknowledgement by that number, unless negative.</param>
    /// <param name="offset">Sent as a last argument: where a client that comes back goes on.</param>
    public static Frame[] Event(
        ReadOnlySpan<byte> nsp, string name, ReadOnlySpan<byte> arguments, IReadOnlyList<ReadOnlyMemory<byte>> attachments,
        long id = -1, string? offset = null)
    {
        var encodedName = EventNames.Encode(name);
        var length = Begin(nsp, attachments.Count, id) + 2 + encodedName.Length
            + (arguments.IsEmpty ? 0 : arguments.Length + 1) + (offset is null ? 0 : offset.Length + 3);
        var frame = Frame.Allocate(FrameOpcode.Text, length, out var body);
        var to = new Writer(body);
        to.Begin(attachments.Count == 0 ? PacketType.Event : PacketType.BinaryEvent, nsp, attachments.Count, id);
        to.Write("["u8);
        to.Write(encodedName);
        if (!arguments.IsEmpty)
        {
            to.Write(","u8);
            to.Write(arguments);
        }

        if (offset is not null)
        {
            to.Write(",\""u8);
            to.Write(offset);
            to.Write("\""u8);
        }

        to.Write("]"u8);
        return With(frame, attachments);
    }

    /// <summary>The answer to an event that wanted one.</summary>
    public static Frame[] Ack(
        ReadOnlySpan<byte> nsp, long id, ReadOnlySpan<byte> arguments, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        var length = Begin(nsp, attachments.Count, id) + 2 + arguments.Length;
        var frame = Frame.Allocate(FrameOpcode.Text, length, out var body);
        var to = new Writer(body);
        to.Begin(attachments.Count == 0 ? PacketType.Ack : PacketType.BinaryAck, nsp, attachments.Count, id);
        to.Write("["u8);
        to.Write(arguments);
        to.Write("]"u8);
        return With(frame, attachments);
    }

    /// <summary>A packet without number and attachments.</summary>
    public static Frame Plain(PacketType type, ReadOnlySpan<byte> nsp, ReadOnlySpan<byte> json)
    {
        var frame = Frame.Allocate(FrameOpcode.Text, Begin(nsp, 0, -1) + json.Length, out var body);
        var to = new Writer(body);
        to.Begin(type, nsp, 0, -1);
        to.Write(json);
        return frame;
    }

    private static Frame[] With(in Frame text, IReadOnlyList<ReadOnlyMemory<byte>> attachments)
    {
        if (attachments.Count == 0) return [text];
        var frames = new Frame[attachments.Count + 1];
        frames[0] = text;
        for (var i = 0; i < attachments.Count; i++) frames[i + 1] = Frame.Of(FrameOpcode.Binary, attachments[i].Span);
        return frames;
    }

    private static int Begin(ReadOnlySpan<byte> nsp, int attachments, long id) =>
        2 + (attachments == 0 ? 0 : Digits(attachments) + 1) + nsp.Length + (id < 0 ? 0 : Digits(id));

    private static int Digits(long number)
    {
        var digits = 1;
        for (; number >= 10; number /= 10) digits++;
        return digits;
    }

    private ref struct Writer(Span<byte> to)
    {
        private Span<byte> rest = to;

        public void Begin(PacketType type, ReadOnlySpan<byte> nsp, int attachments, long id)
        {
            Write([(byte)'4', (byte)type]);
            if (attachments > 0)
            {
                Write(attachments);
                Write("-"u8);
            }

            Write(nsp);
            if (id >= 0) Write(id);
        }

        public void Write(scoped ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(rest);
            rest = rest[bytes.Length..];
        }

        public void Write(string ascii) => rest = rest[Encoding.ASCII.GetBytes(ascii, rest)..];

        private void Write(long number)
        {
            Utf8Formatter.TryFormat(number, rest, out var written);
            rest = rest[written..];
        }
    }
}

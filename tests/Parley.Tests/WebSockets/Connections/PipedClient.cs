using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Connections;

/// <summary>Reads what a server sent, when the test says so.</summary>
internal sealed class PipedClient(PipeReader input)
{
    private readonly List<byte> unread = [];

    /// <summary>Whether the server has ended the connection; known after <see cref="Read"/>.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>
    /// Takes everything that is there and says which frames it is: <c>Text hello</c>, <c>Close 1000 why</c>, other
    /// payloads in hexadecimal digits.
    /// </summary>
    public List<string> Read()
    {
        while (!AtEnd && input.TryRead(out var result))
        {
            unread.AddRange(result.Buffer.ToArray());
            AtEnd = result.IsCompleted;
            input.AdvanceTo(result.Buffer.End);
        }

        var frames = new List<string>();
        while (TakeFrame() is { } frame) frames.Add(frame);
        return frames;
    }

    private string? TakeFrame()
    {
        var bytes = unread.ToArray().AsSpan();
        if (bytes.Length < 2) return null;

        (bytes[0] & 0xF0).ShouldBe(0x80, "a server's frames are final and have no reserved bits");
        (bytes[1] & 0x80).ShouldBe(0, "a server does not mask");
        var (length, header) = bytes[1] switch
        {
            126 => (BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]), 4),
            127 => (checked((int)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..])), 10),
            var small => (small, 2),
        };
        if (bytes.Length < header + length) return null;

        unread.RemoveRange(0, header + length);
        return Say((FrameOpcode)(bytes[0] & 0x0F), bytes.Slice(header, length));
    }

    private static string Say(FrameOpcode opcode, ReadOnlySpan<byte> payload) => opcode switch
    {
        FrameOpcode.Text => "Text " + Encoding.UTF8.GetString(payload),
        FrameOpcode.Close when payload.Length >= 2 => string.Create(
            CultureInfo.InvariantCulture,
            $"Close {BinaryPrimitives.ReadUInt16BigEndian(payload)} {Encoding.UTF8.GetString(payload[2..])}"),
        _ => $"{opcode} {Convert.ToHexStringLower(payload)}",
    };
}

using System.Globalization;
using System.Text;
using Parley.Core.Messages;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>A frame reader that is fed as a connection feeds it, and what it read.</summary>
internal sealed class ReaderProbe
{
    private readonly WebSocketLimits limits;

    public ReaderProbe(int maxMessageBytes = 64 * 1024, int maxFragments = 1024)
    {
        limits = new WebSocketLimits { MaxMessageBytes = maxMessageBytes, MaxFragments = maxFragments };
        Reader = new FrameReader(limits);
    }

    public FrameReader Reader { get; }

    /// <summary>What was read, a message or control frame each: <c>Text hello</c>, <c>Binary 0102</c>.</summary>
    public List<string> Read { get; } = [];

    /// <summary>The most bytes that it ever held between two parts.</summary>
    public int MostHeld { get; private set; }

    public CloseCode? Fault => Reader.Fault?.Code;

    /// <summary>Feeds each part in turn; a part is scribbled over once it is used, as the pipe reuses its memory.</summary>
    public ReaderProbe Feed(params IEnumerable<byte[]> parts)
    {
        foreach (var part in parts)
        {
            var copy = part.ToArray();
            var rest = copy.AsSpan();
            while (Reader.TryRead(ref rest, out var opcode, out var payload)) Read.Add(Say(opcode, payload));
            copy.AsSpan().Fill(0xEE);
            MostHeld = Math.Max(MostHeld, Reader.Held);
        }

        return this;
    }

    /// <summary>Feeds all of it a byte at a time.</summary>
    public ReaderProbe FeedByteByByte(params IEnumerable<byte[]> parts) =>
        Feed(parts.SelectMany(p => p).Select(b => new[] { b }));

    public static string Say(FrameOpcode opcode, ReadOnlySpan<byte> payload) => string.Create(
        CultureInfo.InvariantCulture,
        $"{opcode} {(opcode == FrameOpcode.Text ? Encoding.UTF8.GetString(payload) : Convert.ToHexStringLower(payload))}");
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace Parley.Janus.Hls;

/// <summary>A request of ffmpeg's (RFC 2326, section 6): its first line and what of its headers counts.</summary>
/// <param name="Method">Such as <c>DESCRIBE</c>.</param>
/// <param name="Url">What is asked for.</param>
/// <param name="Sequence">Its <c>CSeq</c>, which the answer repeats.</param>
/// <param name="BodyLength">Bytes that follow.</param>
internal sealed record RtspRequest(string Method, string Url, string Sequence, int BodyLength)
{
    /// <summary>Bytes; ffmpeg's are some hundred.</summary>
    public const int MaxLength = 4096;

    private static readonly byte[] End = "\r\n\r\n"u8.ToArray();

    /// <summary>Reads one, and where it ends; <c>null</c> when it hasn't come whole.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static RtspRequest? Read(ReadOnlySequence<byte> bytes, out SequencePosition end)
    {
        var reader = new SequenceReader<byte>(bytes);
        end = bytes.Start;
        if (!reader.TryReadTo(out ReadOnlySequence<byte> head, End))
            return bytes.Length <= MaxLength ? null : throw new InvalidDataException("A request does not end.");

        end = reader.Position;
        var lines = Encoding.ASCII.GetString(head).Split("\r\n");
        var words = lines[0].Split(' ');
        if (words.Length != 3 || words[2] != "RTSP/1.0") throw new InvalidDataException("That is no RTSP.");

        return new RtspRequest(words[0], words[1], HeaderOf(lines, "CSeq") ?? "0", LengthOf(HeaderOf(lines, "Content-Length")));
    }

    private static int LengthOf(string? text) =>
        text is null ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaxLength ? length
        : throw new InvalidDataException("A body is too long.");

    private static string? HeaderOf(string[] lines, string name) =>
        lines.Skip(1).Select(l => l.Split(':', 2)).FirstOrDefault(
            p => p.Length == 2 && p[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim();
}

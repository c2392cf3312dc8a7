using System.Buffers.Text;
using System.Text;

namespace Parley.Bench.Polling;

/// <summary>Walks the whole HTTP/1.1 responses in what was received (RFC 9112); chunks are joined in place.</summary>
internal ref struct ResponseScanner(Span<byte> received)
{
    private const int Chunked = -1;
    private const int Incomplete = -1;

    /// <summary>What follows the last whole response: the beginning of the next one, or nothing.</summary>
    internal Span<byte> Rest { get; private set; } = received;

    internal Span<byte> Body { get; private set; }

    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>Steps to the next response; false when no further one is there in full.</summary>
    /// <exception cref="BenchException">The server refused, or did not say how long its answer is.</exception>
    internal bool MoveNext()
    {
        var head = Rest.IndexOf(HeadEnd);
        if (head < 0)
            return false;
        if (!Rest.StartsWith("HTTP/1.1 200 "u8))
            throw new BenchException($"a request was refused: {Start(Rest)}");
        var body = Rest[(head + HeadEnd.Length)..];
        var length = Length(Rest[..(head + LineEnd.Length)]);
        // Measured before they are joined: what is not all there has to stay as it came.
        var end = length == Chunked ? Chunks(body, join: false, out _) : length;
        if (end == Incomplete || end > body.Length)
            return false;
        if (length == Chunked)
            Chunks(body, join: true, out length);
        Body = body[..length];
        Rest = body[end..];
        return true;
    }

    /// <summary>The body's length, as the head's lines tell it.</summary>
    private static int Length(ReadOnlySpan<byte> head)
    {
        for (var rest = head; !rest.IsEmpty; rest = rest[(rest.IndexOf(LineEnd) + LineEnd.Length)..])
        {
            var line = rest[..rest.IndexOf(LineEnd)];
            var colon = line.IndexOf((byte)':');
            if (colon < 0)
                continue;
            var name = line[..colon];
            var value = line[(colon + 1)..].Trim((byte)' ');
            if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8) && Utf8Parser.TryParse(value, out int length, out _))
                return length;
            if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8) && Ascii.EqualsIgnoreCase(value, "chunked"u8))
                return Chunked;
        }
        throw new BenchException($"an answer has no length: {Start(head)}");
    }

    /// <summary>Walks the chunks of a body (RFC 9112 section 7.1), and moves what is in them together if asked to.</summary>
    /// <returns>Where the body ends.</returns>
    private static int Chunks(Span<byte> body, bool join, out int joined)
    {
        joined = 0;
        for (var at = 0; ;)
        {
            var line = body[at..].IndexOf(LineEnd);
            if (line < 0)
                return Incomplete;
            if (!Utf8Parser.TryParse(body.Slice(at, line), out int length, out _, 'x'))
                throw new BenchException($"an answer's chunk has no length: {Start(body[at..])}");
            at += line + LineEnd.Length;
            var next = at + length + LineEnd.Length;
            if (next > body.Length)
                return Incomplete;
            if (!body[(next - LineEnd.Length)..next].SequenceEqual(LineEnd))
                throw new BenchException($"an answer's chunk does not end where it should: {Start(body[at..])}");
            if (length == 0)
                return next;
            if (join)
                body.Slice(at, length).CopyTo(body[joined..]);
            joined += length;
            at = next;
        }
    }

    private static string Start(ReadOnlySpan<byte> answer) =>
        Encoding.UTF8.GetString(answer[..Math.Min(answer.Length, 600)]);
}

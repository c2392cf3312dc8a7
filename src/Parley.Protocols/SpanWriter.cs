namespace Parley.Protocols;

/// <summary>Writes one piece after the other into a span of the right size.</summary>
internal ref struct SpanWriter(Span<byte> target)
{
    private Span<byte> rest = target;

    public void Write(scoped ReadOnlySpan<byte> piece) => piece.CopyTo(Take(piece.Length));

    /// <summary>The next so many bytes, for the caller to fill.</summary>
    public Span<byte> Take(int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}

namespace Parley.Protocols.Live.Whip;

/// <summary>Which way media is to flow, as a description says it (RFC 8866, section 6.7).</summary>
internal static class Directions
{
    /// <summary>Whether any section sends. Who publishes has to (RFC 9725, section 4.2).</summary>
    public static bool AnySends(string sdp)
    {
        var (sections, usually, current) = (0, true, true);
        foreach (var line in sdp.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                if (sections++ > 0 && current) return true;
                current = usually;
            }
            else if (Sends(line) is { } sends)
            {
                current = sends;
                if (sections == 0) usually = sends;
            }
        }

        return sections > 0 && current;
    }

    private static bool? Sends(ReadOnlySpan<char> line) =>
        line is "a=sendrecv" or "a=sendonly" ? true
        : line is "a=recvonly" or "a=inactive" ? false
        : null;
}

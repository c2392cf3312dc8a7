namespace Parley.Protocols.Live;

/// <summary>
/// A session description (RFC 8866) that is one as far as can be told without understanding it: what media servers are
/// handed is lines of the right form, of a bounded length.
/// </summary>
internal sealed class Sdp
{
    /// <summary>Most characters. Browsers with all their codecs come to a tenth.</summary>
    public const int MaxLength = 64 * 1024;

    private const int MostLines = 4096;

    private Sdp(string text, bool hasVideo, bool hasAudio)
    {
        Text = text;
        HasVideo = hasVideo;
        HasAudio = hasAudio;
    }

    /// <summary>As it came.</summary>
    public string Text { get; }

    /// <summary>Whether there is a video section, used or not.</summary>
    public bool HasVideo { get; }

    /// <summary>Whether there is an audio section.</summary>
    public bool HasAudio { get; }

    /// <summary>The description, or <c>null</c> and what is wrong with it.</summary>
    public static Sdp? Read(string text, out string fault)
    {
        fault = Check(text, out var hasVideo, out var hasAudio) ?? "";
        return fault.Length == 0 ? new Sdp(text, hasVideo, hasAudio) : null;
    }

    private static string? Check(string text, out bool hasVideo, out bool hasAudio)
    {
        (hasVideo, hasAudio) = (false, false);
        if (text.Length > MaxLength) return $"is longer than the {MaxLength} characters that SDP may have here";

        var (lines, sections) = (0, 0);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty) continue;
            if (++lines > MostLines) return $"has more than {MostLines} lines";
            if (lines == 1 && line is not "v=0") return "is not SDP: that begins with v=0";
            if (line.Length < 2 || line[1] != '=' || line[0] is < 'a' or > 'z') return $"is not SDP: line {lines} is not of the form x=…";
            if (line[0] != 'm') continue;
            sections++;
            hasVideo |= IsOf("video", line[2..]);
            hasAudio |= IsOf("audio", line[2..]);
        }

        return sections == 0 ? "is not SDP that describes any media (m=)" : null;
    }

    /// <summary>As loosely as media servers read it, in any case and between blanks: what they take for video is video.</summary>
    private static bool IsOf(string kind, ReadOnlySpan<char> section)
    {
        var said = section.TrimStart();
        return said.StartsWith(kind, StringComparison.OrdinalIgnoreCase)
            && (said.Length == kind.Length || char.IsWhiteSpace(said[kind.Length]));
    }
}

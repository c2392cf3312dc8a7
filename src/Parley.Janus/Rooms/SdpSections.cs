using Parley.Core.Media;

namespace Parley.Janus.Rooms;

/// <summary>One media section of an SDP (RFC 8866, section 5.14).</summary>
/// <param name="Kind">Its first word: <c>audio</c>, <c>video</c>, <c>application</c>.</param>
/// <param name="Mid">Its <c>a=mid</c>; empty when it has none.</param>
/// <param name="Codec">The first codec of its <c>a=rtpmap</c>, like <c>opus</c>; or <c>null</c>.</param>
/// <param name="Rejected">Whether its port is 0.</param>
internal sealed record SdpSection(string Kind, string Mid, string? Codec, bool Rejected);

/// <summary>As much of SDP as has to be known here; everything else is between the client and Janus.</summary>
internal static class SdpSections
{
    /// <summary>In characters: several times what browsers write.</summary>
    public const int Longest = 64 * 1024;

    private const int MostSections = 32;

    /// <exception cref="MediaException">It is no offer that a room takes.</exception>
    public static void CheckOffer(string sdp, bool audioOnly)
    {
        var sections = Check(sdp, "offer");
        if (audioOnly && sections.Any(s => s.Kind == "video"))
            throw Bad("The room is for audio only: offer no video section.");
        if (!sections.Any(s => s.Kind is "audio" or "video"))
            throw Bad("The offer has no audio and no video section: offer what is to be published.");
    }

    /// <exception cref="MediaException">It is no answer.</exception>
    public static void CheckAnswer(string sdp) => Check(sdp, "answer");

    public static IReadOnlyList<SdpSection> Read(string sdp)
    {
        var sections = new List<SdpSection>();
        foreach (var range in sdp.AsSpan().Split('\n'))
        {
            var line = sdp.AsSpan()[range].TrimEnd('\r');
            if (line.StartsWith("m=")) sections.Add(Begin(line[2..]));
            else if (sections.Count == 0) continue;
            else if (line.StartsWith("a=mid:")) sections[^1] = sections[^1] with { Mid = line[6..].ToString() };
            else if (sections[^1].Codec is null && line.StartsWith("a=rtpmap:")) sections[^1] = sections[^1] with { Codec = Codec(line) };
        }

        return sections;
    }

    private static IReadOnlyList<SdpSection> Check(string sdp, string name)
    {
        if (sdp.Length > Longest) throw Bad($"The {name} has {sdp.Length} characters: {Longest} are the most.");
        // Control characters would spoil more than this one SDP: Janus's JSON takes no NUL.
        if (!sdp.StartsWith("v=0", StringComparison.Ordinal) || sdp.Any(c => char.IsControl(c) && c is not ('\r' or '\n' or '\t')))
            throw Bad($"The {name} is no SDP (RFC 8866).");
        var sections = Read(sdp);
        if (sections.Count is 0 or > MostSections) throw Bad($"The {name} has {sections.Count} media sections: 1 to {MostSections} may be.");
        return sections;
    }

    /// <summary>Janus reads it in any case and between blanks of any kind.</summary>
    private static SdpSection Begin(ReadOnlySpan<char> line)
    {
        var words = line.ToString().Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        return new(words.FirstOrDefault("").ToLowerInvariant(), "", null, Rejected: words.Length > 1 && words[1] == "0");
    }

    /// <summary>Of <c>a=rtpmap:111 opus/48000/2</c> it is <c>opus</c>.</summary>
    private static string? Codec(ReadOnlySpan<char> line)
    {
        var words = line.ToString().Split([' ', '/'], 3);
        return words.Length > 1 ? words[1] : null;
    }

    private static MediaException Bad(string message) => new(MediaFault.BadRequest, message);
}

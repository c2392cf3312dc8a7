using System.Text.Json;
using Parley.Core.Media;

namespace Parley.Protocols.Live;

/// <summary>
/// Reads the candidate in the <c>sdp</c> of an ICE: a candidate's line (RFC 8839, section 5.1), or a JSON
/// <c>RTCIceCandidateInit</c>. An empty one ends the candidates.
/// </summary>
internal static class CandidateField
{
    private const int LongestText = 4096;
    private const int LongestMid = 256;
    private const int LastSection = 1024;

    /// <summary>What is wrong with it, or <c>null</c>.</summary>
    /// <param name="text">As it was sent; <c>null</c> for none.</param>
    /// <param name="candidate">The candidate; <c>null</c> where they end.</param>
    public static MessageFault? Read(string? text, out RemoteCandidate? candidate)
    {
        candidate = null;
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (text.Length > LongestText) return new MessageFault("sdp", $"is longer than the {LongestText} characters that a candidate may have");
        if (text.AsSpan().TrimStart()[0] == '{') return ReadInit(text, out candidate);
        return Line(text) is { } line ? Take(line, null, null, out candidate) : NoCandidate();
    }

    private static MessageFault? ReadInit(string text, out RemoteCandidate? candidate)
    {
        candidate = null;
        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = Json.MaxDepth });
            var init = json.RootElement;
            if (!TryText(init, "candidate", out var line) || !TryText(init, "sdpMid", out var mid) || mid?.Length > LongestMid)
                return NoCandidate();
            int? section = null;
            if (init.TryGetProperty("sdpMLineIndex", out var index) && index.ValueKind != JsonValueKind.Null)
            {
                if (index.ValueKind != JsonValueKind.Number || !index.TryGetInt32(out var number) || number is < 0 or > LastSection)
                    return NoCandidate();
                section = number;
            }

            if (string.IsNullOrEmpty(line)) return null;
            return Line(line) is { } read ? Take(read, mid, section, out candidate) : NoCandidate();
        }
        catch (Exception noJson) when (noJson is JsonException or InvalidOperationException)
        {
            return NoCandidate();
        }
    }

    private static bool TryText(JsonElement init, string name, out string? text)
    {
        text = null;
        if (!init.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null) return true;
        if (value.ValueKind != JsonValueKind.String) return false;
        text = value.GetString();
        return true;
    }

    /// <summary>The attribute's value, or <c>null</c> where it is no candidate: eight words at least, the seventh <c>typ</c>.</summary>
    private static string? Line(string text)
    {
        var line = text.AsSpan().Trim();
        if (line.StartsWith("a=", StringComparison.Ordinal)) line = line[2..];
        if (!line.StartsWith("candidate:", StringComparison.Ordinal) || line.ContainsAny('\r', '\n', '\0')) return null;

        var words = 0;
        foreach (var word in line.Split(' '))
        {
            words++;
            if (line[word].IsEmpty) return null;
            if (words == 7 && line[word] is not "typ") return null;
        }

        return words < 8 ? null : line.ToString();
    }

    private static MessageFault? Take(string line, string? mid, int? section, out RemoteCandidate? candidate)
    {
        candidate = new RemoteCandidate(line, mid, section);
        return null;
    }

    private static MessageFault NoCandidate() =>
        new("sdp", "is no candidate: send the line candidate:…, or an RTCIceCandidateInit as JSON; an empty string ends them");
}

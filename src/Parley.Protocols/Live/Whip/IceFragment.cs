using System.Globalization;
using System.Text;
using Parley.Core.Media;

namespace Parley.Protocols.Live.Whip;

/// <summary>
/// What ICE has to say after the first exchange: <c>application/trickle-ice-sdpfrag</c> (RFC 8840, section 9), as RFC 9725,
/// section 4.3, uses it.
/// </summary>
/// <param name="Ufrag">The user name fragment; <c>null</c> where it has none.</param>
/// <param name="Password">Its password.</param>
/// <param name="Candidates">The candidates.</param>
/// <param name="Ended">Whether there are no more to come.</param>
internal sealed record IceFragment(
    string? Ufrag, string? Password, IReadOnlyList<RemoteCandidate> Candidates, bool Ended)
{
    /// <summary>What it is sent as.</summary>
    public const string MediaType = "application/trickle-ice-sdpfrag";

    /// <summary>A browser in a big network has some dozens, and a client may repeat them for each section.</summary>
    private const int MostCandidates = 100;

    /// <summary>The fragment, or <c>null</c> and what is wrong with it.</summary>
    public static IceFragment? Read(string text, out string fault)
    {
        fault = "";
        var (candidates, section, lines, ended) = (new List<RemoteCandidate>(), -1, 0, false);
        string? ufrag = null, password = null, mid = null;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty) continue;
            lines++;
            if (line.Length < 2 || line[1] != '=' || line[0] is < 'a' or > 'z')
            {
                fault = $"line {lines} is not of the form x=…";
                return null;
            }

            if (line[0] == 'm') (section, mid) = (section + 1, null);
            else if (After(line, "a=mid:") is { } name) mid = name;
            else if (After(line, "a=ice-ufrag:") is { } fragment) ufrag ??= fragment;
            else if (After(line, "a=ice-pwd:") is { } secret) password ??= secret;
            else if (line is "a=end-of-candidates") ended = true;
            else if (line.StartsWith("a=candidate:", StringComparison.Ordinal))
                candidates.Add(new RemoteCandidate(line[2..].ToString(), mid, Math.Max(section, 0)));
        }

        if (lines == 0) fault = "it is empty";
        else if ((ufrag is null) != (password is null)) fault = "a=ice-ufrag and a=ice-pwd come together or not at all";
        else if (candidates.Count > MostCandidates) fault = $"it has more than {MostCandidates} candidates";
        return fault.Length == 0 ? new IceFragment(ufrag, password, candidates, ended) : null;
    }

    /// <summary>Whether this begins a new ICE session of who made that description, rather than to go on with its own.</summary>
    public bool Restarts(string sdp) => Ufrag is not null && UfragOf(sdp) is { } own && Ufrag != own;

    /// <summary>The description with this ICE session in the place of its own; the candidates go their own way.</summary>
    public string Restarted(string sdp)
    {
        var text = new StringBuilder(sdp.Length);
        foreach (var line in sdp.AsSpan().EnumerateLines())
        {
            if (line.IsEmpty || IsCandidate(line)) continue;
            if (line.StartsWith("a=ice-ufrag:", StringComparison.Ordinal)) text.Append("a=ice-ufrag:").Append(Ufrag);
            else if (line.StartsWith("a=ice-pwd:", StringComparison.Ordinal)) text.Append("a=ice-pwd:").Append(Password);
            else if (line.StartsWith("o=", StringComparison.Ordinal)) text.Append(NextVersion(line.ToString()));
            else text.Append(line);
            text.Append("\r\n");
        }

        return text.ToString();
    }

    /// <summary>The ICE session of an answer: of its first section, as all are bundled with that (RFC 9725, section 4.4.1).</summary>
    public static string Of(string answer)
    {
        var text = new StringBuilder();
        var sections = 0;
        foreach (var line in answer.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("m=", StringComparison.Ordinal) && ++sections > 1) break;
            if (IsOfIce(line)) text.Append(line).Append("\r\n");
        }

        return text.ToString();
    }

    private static string? UfragOf(string sdp)
    {
        foreach (var line in sdp.AsSpan().EnumerateLines())
        {
            if (After(line, "a=ice-ufrag:") is { } ufrag) return ufrag;
        }

        return null;
    }

    private static bool IsCandidate(ReadOnlySpan<char> line) =>
        line.StartsWith("a=candidate:", StringComparison.Ordinal) || line is "a=end-of-candidates";

    private static bool IsOfIce(ReadOnlySpan<char> line) =>
        line.StartsWith("m=", StringComparison.Ordinal) || line.StartsWith("a=mid:", StringComparison.Ordinal)
        || line.StartsWith("a=ice-", StringComparison.Ordinal) || line.StartsWith("a=group:", StringComparison.Ordinal)
        || IsCandidate(line);

    /// <summary>The third field of <c>o=</c> counts up with each change of the description (RFC 8866, section 5.2).</summary>
    private static string NextVersion(string origin)
    {
        var fields = origin.Split(' ');
        if (fields.Length > 2 && ulong.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            fields[2] = (version + 1).ToString(CultureInfo.InvariantCulture);
        return string.Join(' ', fields);
    }

    private static string? After(ReadOnlySpan<char> line, string prefix) =>
        line.StartsWith(prefix, StringComparison.Ordinal) ? line[prefix.Length..].Trim().ToString() : null;
}

using System.Text.RegularExpressions;
using Parley.Core.Turn;

namespace Parley.Browser.Networks;

/// <summary>What became of an attempt to have a message relayed, made with coturn's own client.</summary>
/// <param name="Relayed">Whether it came back from the peer through the relay.</param>
/// <param name="Error">The last error the server answered with, like <c>403 (Forbidden IP)</c>; before it the client may have met others that it can mend.</param>
/// <param name="Output">All that the client wrote.</param>
public sealed partial record TurnProbe(bool Relayed, string? Error, string Output)
{
    /// <summary>Whether the server would not have this user at all.</summary>
    public bool Unauthorized => Output.Contains("Cannot complete Allocation", StringComparison.Ordinal);

    /// <summary>Sends a message to a peer through coturn and waits for the echo.</summary>
    /// <param name="host">Where the client runs.</param>
    /// <param name="credentials">Its user name and credential.</param>
    /// <param name="peer">The address of a <c>turnutils_peer</c>.</param>
    /// <param name="options">More of turnutils_uclient's.</param>
    public static async Task<TurnProbe> SendAsync(NetworkNamespace host, IceServer credentials, string peer, params string[] options)
    {
        string[] family = peer.Contains(':', StringComparison.Ordinal) ? ["-x"] : [];
        var (_, output) = await host.RunAsync("timeout", ["30", "turnutils_uclient", "-u", credentials.Username!, "-w", credentials.Credential!,
            "-e", peer, "-n", "1", "-c", .. family, .. options, CoturnPage.Address]);
        return new TurnProbe(Echoes().IsMatch(output), Errors().Matches(output).LastOrDefault()?.Groups[1].Value, output);
    }

    [GeneratedRegex(@"tot_recv_msgs=[1-9]")]
    private static partial Regex Echoes();

    [GeneratedRegex(@"error (\d{3} \([^)]*\))")]
    private static partial Regex Errors();
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Parley.Core.Turn;
using Parley.Protocols.Live.Whip;

namespace Parley.Server.Rest;

/// <summary>The headers of WHIP and WHEP that are not every endpoint's.</summary>
internal static class WhipHeaders
{
    /// <summary>What SDP is sent as.</summary>
    public const string Sdp = "application/sdp";

    /// <summary>What candidates are sent as (RFC 8840).</summary>
    public const string Fragment = "application/trickle-ice-sdpfrag";

    public static readonly IReadOnlyList<string> EndpointMethods = ["OPTIONS", "GET", "HEAD", "POST"];

    public static readonly IReadOnlyList<string> SessionMethods = ["OPTIONS", "GET", "PATCH", "DELETE"];

    /// <summary>A strong entity tag that names the ICE session (RFC 9725, section 4.3.1).</summary>
    public static string TagOf(WhipStanding session) => $"\"{session.IceTag}\"";

    /// <summary>Until when a counter-offer holds (draft-ietf-wish-whep-04, section 4.3.2).</summary>
    public static string OfferUntil(DateTimeOffset until) =>
        $"{Sdp}; valid-until=\"{until.ToString("R", CultureInfo.InvariantCulture)}\"";

    /// <summary>STUN and TURN servers for the user (RFC 9725, section 4.6), a header each.</summary>
    public static void AddIceServers(HttpResponse response, TurnCredentials turn, string userId)
    {
        // Headers are ASCII. The name only tells the TURN server whose allocation it is.
        var name = Ascii.IsValid(userId) ? userId : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(userId)));
        foreach (var server in turn.For(name))
        {
            foreach (var url in server.Urls)
            {
                response.Headers.Append("Link", server.Username is null
                    ? $"<{url}>; rel=\"ice-server\""
                    : $"<{url}>; rel=\"ice-server\"; username=\"{server.Username}\"; credential=\"{server.Credential}\"; credential-type=\"password\"");
            }
        }
    }
}

namespace Parley.Server.Authentication;

/// <summary>Where a request may carry its token. The first place that has one counts, good or bad.</summary>
internal static class TokenSource
{
    /// <summary>The cookie that <c>chatroom</c> reads.</summary>
    public const string CookieName = "AuthToken";

    private const string Scheme = "Bearer";

    /// <summary>The header, the query, or the subprotocol pair <c>bearer, TOKEN</c>; see docs/protocols/direct.md.</summary>
    public static string? ForDirect(HttpRequest request) =>
        FromHeader(request) ?? FromQuery(request, "access_token") ?? FromQuery(request, "token") ?? FromSubprotocols(request);

    /// <summary>The query, the header, or the cookie; see docs/protocols/chatroom.md.</summary>
    /// <param name="request">The request.</param>
    /// <param name="fromCookie">Whether it came in the cookie, which browsers send for foreign pages too.</param>
    public static string? ForChatRoom(HttpRequest request, out bool fromCookie)
    {
        fromCookie = false;
        var token = FromQuery(request, "tk") ?? FromQuery(request, "access_token") ?? FromHeader(request);
        if (token is not null) return token;

        token = FromCookie(request, CookieName);
        fromCookie = token is not null;
        return token;
    }

    /// <summary><c>Authorization: Bearer TOKEN</c> (RFC 6750, section 2.1).</summary>
    public static string? FromHeader(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith($"{Scheme} ", StringComparison.OrdinalIgnoreCase) ? Some(header[Scheme.Length..]) : null;
    }

    /// <summary><c>?name=TOKEN</c>. Given twice, the two are joined by a comma, which no verifier takes.</summary>
    public static string? FromQuery(HttpRequest request, string name) => Some(request.Query[name].ToString());

    public static string? FromCookie(HttpRequest request, string name) => Some(request.Cookies[name]);

    /// <summary>The offered subprotocol after <c>bearer</c>: the only header that a browser's WebSocket lets a page set.</summary>
    public static string? FromSubprotocols(HttpRequest request)
    {
        var offered = request.Headers.SecWebSocketProtocol.ToString().Split(',', StringSplitOptions.TrimEntries);
        var at = Array.FindIndex(offered, p => p.Equals(Scheme, StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < offered.Length ? Some(offered[at + 1]) : null;
    }

    private static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

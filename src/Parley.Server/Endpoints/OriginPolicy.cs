namespace Parley.Server.Endpoints;

/// <summary>
/// Which web pages may open a WebSocket here. Browsers send <c>Origin</c> and nothing else keeps a foreign page from
/// connecting in a visitor's name; programs that are no browsers don't send it (RFC 6455, section 10.2).
/// </summary>
internal sealed class OriginPolicy(IEnumerable<string> origins)
{
    private readonly HashSet<string> configured = new(origins.Select(o => o.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the request comes from no browser, from a configured origin, or from this server's own pages.</summary>
    public bool Allows(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || configured.Contains("*") || IsConfigured(request)
            || (Uri.TryCreate(origin, UriKind.Absolute, out var uri)
                && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether the origin is there and configured by name. What a browser adds by itself, a cookie, counts only then.
    /// </summary>
    public bool IsConfigured(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && configured.Contains(origin);
    }
}

using Microsoft.AspNetCore.Http;
namespace Parley.EngineIo.Engine;

/// <summary>Which web pages may use the server, and what their browsers are told of it (CORS).</summary>
internal sealed class OriginList(IEnumerable<string> origins)
{
    private readonly HashSet<string> known = new(origins.Select(o => o.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether the request comes from no browser, from this server's own pages, or from a page that may. If so, the answer
    /// carries what lets the page read it: never credentials for everybody, and no origin that is not on the list.
    /// </summary>
    public bool Admit(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0) return true;

        var headers = context.Response.Headers;
        headers.Vary = "Origin";
        if (known.Contains(origin))
        {
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlAllowCredentials = "true";
            return true;
        }

        if (known.Contains("*"))
        {
            headers.AccessControlAllowOrigin = "*";
            return true;
        }

        return Uri.TryCreate(origin, UriKind.Absolute, out var uri)
            && string.Equals(uri.Authority, context.Request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Answers a preflight of a page that may.</summary>
    public static void AnswerPreflight(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.AccessControlAllowMethods = "GET,POST";
        headers.AccessControlAllowHeaders = context.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = "600";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}

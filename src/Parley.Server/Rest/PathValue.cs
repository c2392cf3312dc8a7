using Microsoft.AspNetCore.Http.Features;

namespace Parley.Server.Rest;

/// <summary>
/// Parts of a request's path, decoded whole. The framework leaves <c>%2F</c> as it is, but account ids of some
/// identity providers have slashes in them.
/// </summary>
internal static class PathValue
{
    public static string Last(HttpContext context) => FromEnd(context, 0);

    /// <summary>The part that so many others follow; empty where there are not as many.</summary>
    public static string FromEnd(HttpContext context, int followers)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? end : target.Length).TrimEnd('/');
        for (; followers > 0; followers--) path = path[..Math.Max(0, path.LastIndexOf('/'))];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

using Microsoft.AspNetCore.Http.Features;

namespace Parley.Server.Rest;

/// <summary>
/// The last part of a request's path, decoded whole. The framework leaves <c>%2F</c> as it is, but account ids of some
/// identity providers have slashes in them.
/// </summary>
internal static class PathValue
{
    public static string Last(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.AsSpan(0, target.AsSpan().IndexOfAny('?', '#') is var end and >= 0 ? end : target.Length).TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

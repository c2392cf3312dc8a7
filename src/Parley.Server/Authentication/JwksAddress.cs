namespace Parley.Server.Authentication;

/// <summary>Where a key set is: a URL, or the path of a file.</summary>
internal static class JwksAddress
{
    /// <summary>The URL, or <c>null</c> when the text is a path.</summary>
    public static Uri? UrlOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null;

    public static string PathOf(string address, string contentRoot) => Path.GetFullPath(address, contentRoot);

    /// <summary>What is wrong with the address, or <c>null</c>.</summary>
    public static string? Fault(string address, string contentRoot)
    {
        if (UrlOf(address) is { } url)
        {
            // Whoever can change the keys on their way in can sign as anybody.
            return url.Scheme == "https" || url.IsLoopback ? null
                : $"'{address}' is not safe: keys are fetched over https, or over http from this machine only.";
        }

        var path = PathOf(address, contentRoot);
        return File.Exists(path) ? null
            : $"names the file {path}, which is not there; give the path or the https address of a JSON Web Key Set.";
    }
}

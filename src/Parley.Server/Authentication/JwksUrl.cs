namespace Parley.Server.Authentication;

/// <summary>A key set at an identity provider.</summary>
internal sealed class JwksUrl(Uri url) : IJwksSource, IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        // A redirect could lead to plain http, or to an address inside this network.
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = !url.IsLoopback,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = TimeSpan.FromSeconds(10),
        MaxResponseContentBufferSize = IJwksSource.MaxBytes,
    };

    public string Name => url.GetLeftPart(UriPartial.Path);

    public TimeSpan Period => TimeSpan.FromMinutes(10);

    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken) =>
        await client.GetByteArrayAsync(url, cancellationToken);

    public void Dispose() => client.Dispose();
}

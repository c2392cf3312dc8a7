namespace Parley.Server.Authentication;

/// <summary>A key set in a file, read again when its time or size has changed.</summary>
internal sealed class JwksFile(string path) : IJwksSource
{
    private (DateTime Written, long Length) seen;

    public string Name => path;

    // A look at the file's time costs nothing, and works on mounted secrets, where file events don't.
    public TimeSpan Period => TimeSpan.FromSeconds(5);

    public async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        // Follows links: a mounted secret is one, and changes by pointing elsewhere.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var file = new FileInfo(target);
        var now = (file.LastWriteTimeUtc, file.Length);
        if (now == seen) return null;
        if (file.Length > IJwksSource.MaxBytes)
            throw new IOException($"It has {file.Length} bytes; at most {IJwksSource.MaxBytes} are taken.");

        var json = await File.ReadAllBytesAsync(target, cancellationToken);
        seen = now;
        return json;
    }
}

namespace Parley.Core.Media;

/// <summary>All media servers there are, in the order of the configuration; none, when none is configured.</summary>
/// <param name="servers">Each of them, healthy or not.</param>
public sealed class MediaServers(IReadOnlyList<IMediaServer> servers)
{
    private int turn;

    /// <summary>Each of them, healthy or not.</summary>
    public IReadOnlyList<IMediaServer> All => servers;

    /// <summary>Whether a room could be on one now.</summary>
    public bool IsAvailable => servers.Any(server => server.IsHealthy);

    /// <summary>Where a new room goes: the healthy one with the fewest streams, and by turns where that is the same.</summary>
    /// <param name="except">Where it is not to go: servers that have just failed.</param>
    /// <returns>The server; or <c>null</c> when there is none.</returns>
    public IMediaServer? LeastLoaded(IReadOnlyCollection<IMediaServer> except)
    {
        var first = (uint)Interlocked.Increment(ref turn);
        return Enumerable.Range(0, servers.Count)
            .Select(i => servers[(int)((first + (uint)i) % (uint)servers.Count)])
            .Where(server => server.IsHealthy && !except.Contains(server))
            .MinBy(server => server.Load);
    }
}

namespace Parley.Janus;

/// <summary>Where a Janus is, and how it is spoken to. No record: its text would tell the secrets.</summary>
/// <param name="url">The address of its WebSocket transport, like <c>ws://127.0.0.1:8188</c>.</param>
public sealed class JanusOptions(Uri url)
{
    /// <summary>The address of its WebSocket transport, <c>ws</c> or <c>wss</c>.</summary>
    public Uri Url => url;

    /// <summary>What Janus has as <c>api_secret</c>; or <c>null</c>.</summary>
    public string? ApiSecret { get; init; }

    /// <summary>What its videoroom has as <c>admin_key</c>: without it nobody makes rooms or forwards media. Or <c>null</c>.</summary>
    public string? AdminKey { get; init; }

    /// <summary>How long a request may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a watcher waits for the publisher's media.</summary>
    public TimeSpan MediaTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often Janus is asked for a sign of life.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection on which nothing came for so long is given up, and a new one tried.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(2.5);

    /// <summary>
    /// When nothing was heard of it for so long, on whatever connection, Janus counts as dead and the rooms on it as lost.
    /// Less than its <c>reclaim_session_timeout</c>.
    /// </summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>
    /// The same when nothing listens at its address, as when its process has ended: half a second at least is left to
    /// something in front of it that begins anew. A zone has to be back in its mesh within 5 s, most of which its browsers need.
    /// </summary>
    public TimeSpan DeadAfter { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long the pauses between attempts to reach a dead one may become.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(5);
}

using System.Net;

namespace Parley.Janus.Hls;

/// <summary>How streams are packaged as HLS.</summary>
public sealed record HlsOptions
{
    /// <summary>The folder in which each run of the server has one of its own. It is made when the first stream comes.</summary>
    public required string Folder { get; init; }

    /// <summary>The program: a path, or a name that is looked for in <c>PATH</c>.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";

    /// <summary>Where media servers send to, as they see this machine.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Most streams at once.</summary>
    public int MaxStreams { get; init; } = 4;

    /// <summary>Lines of the picture; its width is 16/9 of that, and what has another shape gets bars.</summary>
    public int Height { get; init; } = 720;

    /// <summary>Most bytes on disk of one stream; beyond it the stream ends.</summary>
    public long MaxStreamBytes { get; init; } = 64L << 20;

    /// <summary>Most bytes on disk of all of them; beyond it nothing new begins, and the largest ends.</summary>
    public long MaxBytes { get; init; } = 512L << 20;

    /// <summary>How long the files of a stream that has ended are kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromSeconds(60);
}

namespace Parley.Server.Options;

/// <summary><c>Parley:Live:Hls</c>.</summary>
internal sealed class LiveHlsSection
{
    /// <summary>Where playlists and segments are written; by default <c>hls</c> beside the database.</summary>
    public string? Folder { get; set; }

    /// <summary>The program: a path, or a name that is looked for in <c>PATH</c>.</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>This machine's address to which media servers forward.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Most streams packaged at once.</summary>
    public int MaxStreams { get; set; } = 4;

    /// <summary>Lines of the picture.</summary>
    public int Height { get; set; } = 720;

    /// <summary>Most megabytes that a stream may have on disk.</summary>
    public int MaxStreamMegabytes { get; set; } = 64;

    /// <summary>Most megabytes that all streams may have on disk.</summary>
    public int MaxMegabytes { get; set; } = 512;
}

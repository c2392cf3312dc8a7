using System.Globalization;

namespace Parley.Janus.Hls;

/// <summary>The folder of one stream: a playlist, and segments that are numbers.</summary>
internal sealed class HlsFiles(string folder)
{
    /// <summary>The playlist's name.</summary>
    public const string Playlist = "playlist.m3u8";

    /// <summary>What a segment's number is followed by.</summary>
    public const string SegmentExtension = ".ts";

    /// <summary>The last line of a stream that has ended (RFC 8216, section 4.3.3.4).</summary>
    private const string EndOfList = "#EXT-X-ENDLIST\n";

    /// <summary>Segments behind those in the list stay a while: a player may just be asking for one.</summary>
    private const int KeptBehind = 5;

    public string Folder => folder;

    /// <summary>Names the stream in logs: who publishes it is nobody's business there.</summary>
    public string Label => Path.GetFileName(folder)[..8];

    private string PlaylistPath => Path.Combine(folder, Playlist);

    /// <summary>Changes whenever ffmpeg has finished a segment.</summary>
    public DateTime Stamp => File.GetLastWriteTimeUtc(PlaylistPath);

    public bool HasPlaylist => File.Exists(PlaylistPath);

    public void Create()
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The playlist as it is now; <c>null</c> when there is none.</summary>
    public async Task<string?> ReadPlaylistAsync(bool ended, CancellationToken cancellationToken)
    {
        try
        {
            var text = await File.ReadAllTextAsync(PlaylistPath, cancellationToken);
            return ended ? text + EndOfList : text;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A segment; <c>null</c> when there is none of that number. The path is made from the number alone.</summary>
    public FileStream? OpenSegment(long number)
    {
        try
        {
            return new FileStream(
                SegmentPath(number), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0,
                FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Bytes on disk.</summary>
    public long Measure() => new DirectoryInfo(folder) is { Exists: true } there ? there.EnumerateFiles().Sum(LengthOf) : 0;

    /// <summary>Deletes what an ffmpeg that died has left: the list that its successor goes on with no longer names it.</summary>
    public void Prune()
    {
        if (FirstListed() is not { } first) return;

        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*" + SegmentExtension))
        {
            var name = Path.GetFileNameWithoutExtension(file.Name);
            if (long.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < first - KeptBehind)
                file.Delete();
        }
    }

    /// <summary>The number of the first segment in the list, if there is a list.</summary>
    public long? FirstListed()
    {
        const string Tag = "#EXT-X-MEDIA-SEQUENCE:";
        if (!HasPlaylist) return null;

        var line = File.ReadLines(PlaylistPath).FirstOrDefault(l => l.StartsWith(Tag, StringComparison.Ordinal));
        return line is not null && long.TryParse(line.AsSpan(Tag.Length), CultureInfo.InvariantCulture, out var first) ? first : null;
    }

    public void Delete()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private string SegmentPath(long number) =>
        Path.Combine(folder, number.ToString(CultureInfo.InvariantCulture) + SegmentExtension);

    /// <summary>ffmpeg may have deleted it since it was found.</summary>
    private static long LengthOf(FileInfo file)
    {
        try
        {
            return file.Length;
        }
        catch (FileNotFoundException)
        {
            return 0;
        }
    }
}

using System.Globalization;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>A playlist as viewers get it (RFC 8216).</summary>
internal sealed class Playlist(string text)
{
    public string Text => text;

    public IReadOnlyList<long> Segments =>
        [.. Lines.Where(l => l.EndsWith(".ts", StringComparison.Ordinal)).Select(l => long.Parse(l[..^3], CultureInfo.InvariantCulture))];

    public long TargetSeconds => Number("#EXT-X-TARGETDURATION:");

    public long First => Number("#EXT-X-MEDIA-SEQUENCE:");

    public bool HasEnded => Lines[^1] == "#EXT-X-ENDLIST";

    public bool HasDiscontinuity => Lines.Contains("#EXT-X-DISCONTINUITY");

    private string[] Lines => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Waits until a stream's playlist is as wanted.</summary>
    public static async Task<Playlist> OfAsync(HlsStream stream, Func<Playlist, bool> isWanted)
    {
        var latest = new Playlist("#");
        await Eventually.Is(() =>
        {
            var text = stream.Files.ReadPlaylistAsync(stream.HasEnded, CancellationToken.None).GetAwaiter().GetResult();
            latest = new Playlist(text ?? "#");
            return isWanted(latest);
        });
        return latest;
    }

    private long Number(string tag) =>
        long.Parse(Lines.First(l => l.StartsWith(tag, StringComparison.Ordinal))[tag.Length..], CultureInfo.InvariantCulture);
}

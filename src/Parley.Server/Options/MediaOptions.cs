namespace Parley.Server.Options;

/// <summary><c>Parley:Media</c>.</summary>
internal sealed class MediaOptions
{
    /// <summary>The media servers; none: media goes between clients only.</summary>
    public IReadOnlyList<JanusSection> Janus { get; set; } = [];
}

namespace Parley.Protocols.Live.Media;

/// <summary>A publisher's stream, as its room knows it: asked for, or flowing.</summary>
/// <param name="publisher">Whose it is.</param>
internal sealed class LiveUplink(LiveMember publisher)
{
    public LiveMember Publisher => publisher;

    /// <summary>Whether the media server has it; until then watchers wait.</summary>
    public bool Flows { get; set; }

    /// <summary>The path of its HLS playlist, where it is packaged.</summary>
    public string? Hls { get; set; }
}

namespace Parley.Protocols.Live.Media;

/// <summary>A publisher's stream, as its room knows it: asked for, or flowing.</summary>
/// <param name="publisher">The session whose it is.</param>
internal sealed class LiveUplink(LiveAddress publisher)
{
    public LiveUplink(LiveSessionInfo session)
        : this(session.Address)
    {
    }

    public LiveAddress Publisher => publisher;

    /// <summary>Whether the media server has it; until then watchers wait.</summary>
    public bool Flows { get; set; }

    /// <summary>Which of the room's places on media servers it is in.</summary>
    public int Place { get; set; }

    /// <summary>The path of its HLS playlist, where it is packaged; for good nothing once packaging it failed.</summary>
    public string? Hls
    {
        get;
        set => field = Unpackaged ? null : value;
    }

    /// <summary>Whether packaging it failed.</summary>
    public bool Unpackaged { get; private set; }

    /// <summary>Packaging it failed. What media servers still say of a playlist, as it was on its way, counts no more.</summary>
    public void Unpackage()
    {
        Unpackaged = true;
        Hls = null;
    }
}

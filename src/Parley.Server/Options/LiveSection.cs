namespace Parley.Server.Options;

/// <summary><c>Parley:Live</c>.</summary>
internal sealed class LiveSection
{
    /// <summary>Streams packaged as HLS.</summary>
    public LiveHlsSection Hls { get; init; } = new();

    /// <summary>Who has sent a heartbeat, and then none for so long, is out of the room.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one whose connection was lost keeps the place in its rooms.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a room stays in which nobody is.</summary>
    public TimeSpan EmptyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long who wants to watch waits for a publisher that sends nothing yet.</summary>
    public TimeSpan WatchTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a media server may take for one answer.</summary>
    public TimeSpan MediaTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most users who publish in a room at once.</summary>
    public int MaxPublishers { get; set; } = 9;

    /// <summary>Most sessions of one user in a room.</summary>
    public int SessionsPerUser { get; set; } = 4;

    /// <summary>Most streams that one session watches.</summary>
    public int WatchesPerSession { get; set; } = 64;

    /// <summary>Most sessions in a room.</summary>
    public int MembersPerRoom { get; set; } = 1000;

    /// <summary>Most rooms at once.</summary>
    public int Rooms { get; set; } = 10_000;
}

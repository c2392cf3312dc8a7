namespace Parley.Server.Options;

/// <summary><c>Parley:World</c>.</summary>
internal sealed class WorldSection
{
    /// <summary>How long a connection may take to <c>CONNECT</c>.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one whose connection was lost keeps the place in its zone.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long without an update one who walks is idle.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often what moved is told to the zone, a second.</summary>
    public int TicksPerSecond { get; set; } = 15;

    /// <summary>Most people in a world.</summary>
    public int Capacity { get; set; } = 150;

    /// <summary>Most people in an <c>OpenArea</c>.</summary>
    public int OpenAreaCapacity { get; set; } = 50;

    /// <summary>Most people in a <c>TeamArea</c>.</summary>
    public int TeamAreaCapacity { get; set; } = 25;

    /// <summary>Most people in a <c>MeetingRoom</c>.</summary>
    public int MeetingRoomCapacity { get; set; } = 16;

    /// <summary>Most people in a <c>PrivateRoom</c>.</summary>
    public int PrivateRoomCapacity { get; set; } = 8;

    /// <summary>Messages a second of one connection, sustained.</summary>
    public int MessagesPerSecond { get; set; } = 100;

    /// <summary>Messages at once, after a pause.</summary>
    public int Burst { get; set; } = 200;

    /// <summary><c>PRESENCE_UPDATE</c> a second of one connection.</summary>
    public int PresencePerSecond { get; set; } = 15;

    /// <summary><c>MOVE_INTENT</c> a second of one connection.</summary>
    public int MovesPerSecond { get; set; } = 30;

    /// <summary><c>INTERACT_REQUEST</c> and <c>INTERACT_END</c> a second of one connection.</summary>
    public int InteractionsPerSecond { get; set; } = 10;

    /// <summary>So many messages over a rate within a minute close the connection.</summary>
    public int DropsBeforeClose { get; set; } = 10;

    /// <summary>How far one may move in a second.</summary>
    public int TilesPerSecond { get; set; } = 8;

    /// <summary>How far one may move at once after standing still.</summary>
    public int TileBurst { get; set; } = 4;

    /// <summary>The folder of world files; by default <c>worlds</c> beside the database.</summary>
    public string? Folder { get; set; }

    /// <summary>How often the folder is looked through for changes that watching it has missed.</summary>
    public TimeSpan Rescan { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether the example office is there, as the world <c>office</c> of the workspace <c>demo</c>.</summary>
    public bool Example { get; set; } = true;
}

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

    /// <summary><c>MOVE_INTENT</c> and <c>ZONE_TRANSITION</c> a second of one connection.</summary>
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

    /// <summary>How far one may be from an object to use it.</summary>
    public int Reach { get; set; } = 2;

    /// <summary>How long an object is held without presence of its holder.</summary>
    public TimeSpan ObjectLease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>With more people than this an <c>OpenArea</c> is on the SFU.</summary>
    public int OpenAreaSfuAbove { get; set; } = 12;

    /// <summary>With more people than this a <c>TeamArea</c> is on the SFU.</summary>
    public int TeamAreaSfuAbove { get; set; } = 8;

    /// <summary>With more people than this a <c>MeetingRoom</c> is on the SFU.</summary>
    public int MeetingRoomSfuAbove { get; set; } = 1;

    /// <summary>With more people than this a <c>PrivateRoom</c> is on the SFU.</summary>
    public int PrivateRoomSfuAbove { get; set; } = 12;

    /// <summary>A zone is on the SFU when more than this share of its people needed TURN, in percent…</summary>
    public int SfuTurnPercent { get; set; } = 30;

    /// <summary>…and at least so many.</summary>
    public int SfuTurnAtLeast { get; set; } = 3;

    /// <summary>How long a zone has to be small to come back from the SFU, and the least time between two changes.</summary>
    public TimeSpan TopologyHold { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Who has not connected to the SFU by then is asked again.</summary>
    public TimeSpan SfuConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a token for the SFU is good for.</summary>
    public TimeSpan SfuTokenLifetime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The SFU's address for clients; by default this server's own <c>/live</c>, as the client reached it.</summary>
    public string? SfuUrl { get; set; }

    /// <summary>How long TURN credentials of a world are good for.</summary>
    public TimeSpan TurnLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How many <c>ICE_FAILED</c> of a user are answered with credentials within a minute.</summary>
    public int TurnPerMinute { get; set; } = 30;

    /// <summary>How long one who was kicked may not come back.</summary>
    public TimeSpan KickBan { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest mute that may be asked for.</summary>
    public TimeSpan LongestMute { get; set; } = TimeSpan.FromDays(1);
}

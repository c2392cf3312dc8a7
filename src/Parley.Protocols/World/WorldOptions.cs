namespace Parley.Protocols.World;

/// <summary>What an operator may change of the protocol.</summary>
public sealed record WorldOptions
{
    /// <summary>Told to clients as <c>server_version</c>.</summary>
    public string ServerVersion { get; init; } = "0";

    /// <summary>How long a connection may take to <c>CONNECT</c>.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one whose connection was lost keeps the place in its zone.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so long without an update one who walks is idle.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether a token that runs out ends its connection.</summary>
    public bool CloseOnExpiry { get; init; }

    /// <summary>Most people in a world.</summary>
    public int Capacity { get; init; } = 150;

    /// <summary>Most people in an open area, where the map says nothing else.</summary>
    public int OpenAreaCapacity { get; init; } = 50;

    /// <summary>Most people in a team area, where the map says nothing else.</summary>
    public int TeamAreaCapacity { get; init; } = 25;

    /// <summary>Most people in a meeting room, where the map says nothing else.</summary>
    public int MeetingRoomCapacity { get; init; } = 16;

    /// <summary>Most people in a private room, where the map says nothing else.</summary>
    public int PrivateRoomCapacity { get; init; } = 8;

    /// <summary>Messages a second of one connection.</summary>
    public int MessagesPerSecond { get; init; } = 100;

    /// <summary>Messages at once, after a pause.</summary>
    public int Burst { get; init; } = 200;

    /// <summary>Presence updates a second of one connection, and at once.</summary>
    public int PresencePerSecond { get; init; } = 15;

    /// <summary>Moves and changes of zone a second of one connection, and at once.</summary>
    public int MovesPerSecond { get; init; } = 30;

    /// <summary>Interactions with objects a second of one connection, and at once.</summary>
    public int InteractionsPerSecond { get; init; } = 10;

    /// <summary>So many messages over a rate within a minute end the connection.</summary>
    public int DropsBeforeClose { get; init; } = 10;

    /// <summary>How far one may move in a second, in tiles.</summary>
    public int TilesPerSecond { get; init; } = 8;

    /// <summary>How far one may move at once after standing still, in tiles.</summary>
    public int TileBurst { get; init; } = 4;

    /// <summary>How far one may be from an object to use it, in tiles.</summary>
    public int Reach { get; init; } = 2;

    /// <summary>How long an object is held without presence of its holder.</summary>
    public TimeSpan ObjectLease { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>With more people than this an open area is on the SFU, where the map says nothing else.</summary>
    public int OpenAreaSfuAbove { get; init; } = 12;

    /// <summary>With more people than this a team area is on the SFU, where the map says nothing else.</summary>
    public int TeamAreaSfuAbove { get; init; } = 8;

    /// <summary>With more people than this a meeting room is on the SFU, where the map says nothing else.</summary>
    public int MeetingRoomSfuAbove { get; init; } = 1;

    /// <summary>With more people than this a private room is on the SFU, where the map says nothing else.</summary>
    public int PrivateRoomSfuAbove { get; init; } = 12;

    /// <summary>What else decides whether a zone is on the SFU.</summary>
    public TopologyRules Topology { get; init; } = new();

    /// <summary>The SFU's address for clients; <c>null</c> for this server's own, as each client reached it.</summary>
    public string? SfuUrl { get; init; }

    /// <summary>How long TURN credentials are good for; new ones come at three quarters of it.</summary>
    public TimeSpan TurnLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How long one who was kicked may not come back.</summary>
    public TimeSpan KickBan { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest mute that may be asked for.</summary>
    public TimeSpan LongestMute { get; init; } = TimeSpan.FromDays(1);

    /// <summary>With more people than this a zone is on the SFU.</summary>
    public int SfuAbove(MapZone zone) => zone.Overrides.SfuAbove ?? zone.Type switch
    {
        ZoneType.PrivateRoom => PrivateRoomSfuAbove,
        ZoneType.MeetingRoom => MeetingRoomSfuAbove,
        ZoneType.TeamArea => TeamAreaSfuAbove,
        _ => OpenAreaSfuAbove,
    };

    /// <summary>How many people a zone takes.</summary>
    public int CapacityOf(MapZone zone) => zone.Overrides.Capacity ?? zone.Type switch
    {
        ZoneType.PrivateRoom => PrivateRoomCapacity,
        ZoneType.MeetingRoom => MeetingRoomCapacity,
        ZoneType.TeamArea => TeamAreaCapacity,
        _ => OpenAreaCapacity,
    };
}

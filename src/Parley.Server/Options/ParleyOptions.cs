namespace Parley.Server.Options;

/// <summary>The configuration section <c>Parley</c>. Each option is described in docs/options.md.</summary>
internal sealed class ParleyOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Parley";

    /// <summary>Who may connect, and how they show it.</summary>
    public AuthOptions Auth { get; init; } = new();

    /// <summary>The operator's own access.</summary>
    public AdminOptions Admin { get; init; } = new();

    /// <summary>Where rooms, members and profiles are kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>STUN and TURN servers that clients are told of.</summary>
    public TurnOptions Turn { get; init; } = new();

    /// <summary>Media servers that rooms can be on.</summary>
    public MediaOptions Media { get; init; } = new();

    /// <summary>Other nodes.</summary>
    public ClusterSection Cluster { get; init; } = new();

    /// <summary>
    /// Web origins whose pages may use this server. Empty: those of this server's own host only. A single <c>*</c>: any.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>How much clients may ask of the server.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>The protocol <c>direct</c>.</summary>
    public DirectSection Direct { get; init; } = new();

    /// <summary>The protocol <c>chatroom</c>.</summary>
    public ChatRoomSection ChatRoom { get; init; } = new();

    /// <summary>The protocol <c>guestcall</c>.</summary>
    public GuestCallSection GuestCall { get; init; } = new();

    /// <summary>The protocol <c>world</c>.</summary>
    public WorldSection World { get; init; } = new();

    /// <summary>The protocol <c>live</c>.</summary>
    public LiveSection Live { get; init; } = new();

    /// <summary>Sessions that outlive their connections.</summary>
    public ResumeSection Resume { get; init; } = new();

    /// <summary>What happens on SIGTERM.</summary>
    public ShutdownOptions Shutdown { get; init; } = new();

    /// <summary>Metrics pushed to a collector.</summary>
    public OtlpOptions Otlp { get; init; } = new();
}

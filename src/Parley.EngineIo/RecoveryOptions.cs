namespace Parley.EngineIo;

/// <summary>
/// Connection state recovery: a client whose connection broke comes back as the same socket, in its rooms, and gets what it
/// missed. Middleware is asked again.
/// </summary>
public sealed class RecoveryOptions
{
    /// <summary>How long it may be away.</summary>
    public TimeSpan MaxDisconnection { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Most packets of one namespace that are kept to be sent again.</summary>
    public int MaxPackets { get; set; } = 10_000;

    /// <summary>Most bytes of them.</summary>
    public int MaxBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Most clients of one namespace that are waited for at once.</summary>
    public int MaxAway { get; set; } = 10_000;

    /// <summary>
    /// Whether a client may have back what was kept with <see cref="SocketIoSocket.Data"/>: asked after middleware, for one
    /// that has been let in as somebody else is not to get what was sent to another. Must not block.
    /// </summary>
    public Func<SocketIoHandshake, object?, bool>? MayRecover { get; set; }

    internal string? Fault() =>
        MaxDisconnection <= TimeSpan.Zero ? "MaxDisconnection has to be longer than nothing."
        : MaxPackets < 1 || MaxBytes < 1 || MaxAway < 1 ? "MaxPackets, MaxBytes and MaxAway have to be at least 1."
        : null;
}

using Parley.EngineIo.Engine;

namespace Parley.EngineIo;

/// <summary>How a Socket.IO server behaves. Names and defaults are those of the reference server where it has them.</summary>
public sealed class SocketIoOptions
{
    /// <summary>The transport below.</summary>
    public EngineOptions Engine { get; } = new();

    /// <summary>How long a client may stay without joining a namespace.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(45);

    /// <summary>Most binary attachments of one packet. Together with the packet they are held to <see cref="EngineOptions.MaxPayload"/>.</summary>
    public int MaxAttachments { get; set; } = 10;

    /// <summary>How long the attachments of a packet may take after it, all of them together.</summary>
    public TimeSpan AttachmentTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Most acknowledgements that the server may wait for at one client.</summary>
    public int MaxPendingAcks { get; set; } = 1000;

    /// <summary>What a client that lost its connection may get back; <c>null</c> for nothing.</summary>
    public RecoveryOptions? Recovery { get; set; }

    internal string? Fault() =>
        Engine.Fault() is { } fault ? "Engine." + fault
        : ConnectTimeout <= TimeSpan.Zero ? "ConnectTimeout has to be longer than nothing."
        : MaxAttachments is < 0 or > 1000 ? "MaxAttachments has to be 0 to 1,000."
        : AttachmentTimeout <= TimeSpan.Zero ? "AttachmentTimeout has to be longer than nothing."
        : MaxPendingAcks < 1 ? "MaxPendingAcks has to be at least 1."
        : Recovery?.Fault() is { } recovery ? "Recovery." + recovery
        : null;
}

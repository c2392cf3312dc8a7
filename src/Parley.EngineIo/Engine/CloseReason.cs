namespace Parley.EngineIo.Engine;

/// <summary>Why a session or a socket ended, in the words of the reference implementation.</summary>
public static class CloseReason
{
    /// <summary>The connection was closed.</summary>
    public const string TransportClose = "transport close";

    /// <summary>The connection failed, or was used as it must not be.</summary>
    public const string TransportError = "transport error";

    /// <summary>A ping was not answered.</summary>
    public const string PingTimeout = "ping timeout";

    /// <summary>What came could not be read.</summary>
    public const string ParseError = "parse error";

    /// <summary>Attachments that were announced did not come in time. The reference would wait for ever.</summary>
    public const string AttachmentTimeout = "attachment timeout";

    /// <summary>The server ended the session.</summary>
    public const string ForcedClose = "forced close";

    /// <summary>The client left the namespace.</summary>
    public const string ClientDisconnect = "client namespace disconnect";

    /// <summary>The server disconnected the socket from its namespace.</summary>
    public const string ServerDisconnect = "server namespace disconnect";

    /// <summary>The server is going down.</summary>
    public const string ShuttingDown = "server shutting down";
}

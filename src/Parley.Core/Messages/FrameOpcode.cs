namespace Parley.Core.Messages;

/// <summary>WebSocket opcodes (RFC 6455, section 5.2).</summary>
public enum FrameOpcode : byte
{
    /// <summary>Goes on with a fragmented message.</summary>
    Continuation = 0x0,

    /// <summary>UTF-8 text.</summary>
    Text = 0x1,

    /// <summary>Bytes.</summary>
    Binary = 0x2,

    /// <summary>Begins or answers the closing handshake.</summary>
    Close = 0x8,

    /// <summary>Asks for a pong.</summary>
    Ping = 0x9,

    /// <summary>Answers a ping.</summary>
    Pong = 0xA,
}

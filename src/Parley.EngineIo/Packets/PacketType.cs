namespace Parley.EngineIo.Packets;

/// <summary>The packets of Socket.IO 5, by the digit that begins them.</summary>
internal enum PacketType : byte
{
    Connect = (byte)'0',
    Disconnect = (byte)'1',
    Event = (byte)'2',
    Ack = (byte)'3',
    ConnectError = (byte)'4',
    BinaryEvent = (byte)'5',
    BinaryAck = (byte)'6',
}

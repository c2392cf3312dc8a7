using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>Single packets, made by hand.</summary>
internal sealed class RawRtp : IDisposable
{
    private readonly UdpClient client = new(new IPEndPoint(IPAddress.Loopback, 0));

    public void Send(RtpTarget target, ushort sequence, uint timestamp = 0, int? payloadType = null, uint? ssrc = null) =>
        client.Send(Packet(payloadType ?? target.PayloadType, sequence, timestamp, ssrc ?? target.Ssrc), new IPEndPoint(target.Address, target.Port));

    /// <summary>Bytes that are no packet.</summary>
    public void SendBytes(RtpTarget target, params byte[] bytes) => client.Send(bytes, new IPEndPoint(target.Address, target.Port));

    public void Dispose() => client.Dispose();

    private static byte[] Packet(int payloadType, ushort sequence, uint timestamp, uint ssrc)
    {
        var packet = new byte[20];
        packet[0] = 0x80;
        packet[1] = (byte)payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(8), ssrc);
        return packet;
    }
}

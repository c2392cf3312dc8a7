using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Parley.Janus.Hls;

/// <summary>
/// Receives one track. The socket is bound here, to a port that the system picks, and stays so until the stream ends:
/// there is no moment at which the port is promised to the media server and free for others.
/// </summary>
internal sealed class RtpInput : IDisposable
{
    /// <summary>Bytes; packets are no larger than an Ethernet frame.</summary>
    public const int MaxPacket = 2048;

    /// <summary>A key frame comes as a burst.</summary>
    private const int SocketBuffer = 1 << 20;

    private const int HeaderLength = 12;

    private readonly Socket socket;

    public RtpInput(HlsTrack track, IPAddress address)
    {
        Track = track;
        socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = SocketBuffer };
        socket.Bind(new IPEndPoint(address, 0));
        Target = new RtpTarget(
            track.Mid, track.Simulcast, address, ((IPEndPoint)socket.LocalEndPoint!).Port, track.IsVideo ? 96 : 111,
            (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue));
    }

    public HlsTrack Track { get; }

    public RtpTarget Target { get; }

    /// <summary>Hands on every packet that is this track's, until it is cancelled or disposed of.</summary>
    public async Task ReceiveAsync(Action<RtpInput, ReadOnlyMemory<byte>> take, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxPacket];
        var from = new SocketAddress(socket.AddressFamily);
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveFromAsync(buffer, SocketFlags.None, from, cancellationToken);
                if (IsOurs(buffer.AsSpan(0, length))) take(this, buffer.AsMemory(0, length));
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.MessageSize)
            {
                // No packet of a media server's is that long.
            }
            catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    public static ushort SequenceOf(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);

    public static uint TimestampOf(ReadOnlySpan<byte> packet) => BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);

    public void Dispose() => socket.Dispose();

    /// <summary>RFC 3550, section 5.1.</summary>
    private bool IsOurs(ReadOnlySpan<byte> packet) =>
        packet.Length > HeaderLength && packet[0] >> 6 == 2 && (packet[1] & 0x7F) == Target.PayloadType
        && BinaryPrimitives.ReadUInt32BigEndian(packet[8..]) == Target.Ssrc;
}

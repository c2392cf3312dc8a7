using System.Buffers.Binary;
using System.Net;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>Reads the kernel's addresses: <c>struct sockaddr_in</c> and <c>sockaddr_in6</c>.</summary>
internal static class SocketAddress
{
    /// <summary>Size of the longer one, in bytes.</summary>
    public const int MaxLength = 28;

    private const ushort Inet6 = 10; // AF_INET6

    public static IPEndPoint Read(ReadOnlySpan<byte> bytes)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]);
        return BitConverter.ToUInt16(bytes) == Inet6
            ? new IPEndPoint(new IPAddress(bytes.Slice(8, 16), BitConverter.ToUInt32(bytes[24..])), port)
            : new IPEndPoint(new IPAddress(bytes.Slice(4, 4)), port);
    }
}

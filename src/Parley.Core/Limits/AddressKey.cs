using System.Buffers.Binary;
using System.Net;

namespace Parley.Core.Limits;

/// <summary>Who counts as one where addresses are limited.</summary>
/// <remarks>
/// Of an IPv6 address the first 64 bits count: whoever has one has the whole network (RFC 6177, RFC 4291, section 2.5.4).
/// </remarks>
public readonly record struct AddressKey
{
    private readonly int bytes;
    private readonly ulong bits;

    private AddressKey(int bytes, ulong bits) => (this.bytes, this.bits) = (bytes, bits);

    /// <summary>What that address counts as; unknown ones are all the same.</summary>
    public static AddressKey Of(IPAddress? address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (address is null || !address.TryWriteBytes(bytes, out var length)) return default;
        if (address.IsIPv4MappedToIPv6) return new AddressKey(4, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
        return length == 4
            ? new AddressKey(4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new AddressKey(16, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }
}

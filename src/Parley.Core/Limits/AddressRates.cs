using System.Buffers.Binary;
using System.Net;
using Parley.Core.Time;

namespace Parley.Core.Limits;

/// <summary>So many from one address within a window of time; see <see cref="KeyedRates{TKey}"/>.</summary>
/// <param name="clock">Time for the windows.</param>
/// <param name="permits">How many within one window.</param>
/// <param name="window">How long a window is; it begins with the first.</param>
/// <param name="mostAddresses">How many addresses are remembered at once.</param>
/// <remarks>
/// Of an IPv6 address the first 64 bits count: whoever has one has the whole network (RFC 6177, RFC 4291, section 2.5.4).
/// </remarks>
public sealed class AddressRates(Clock clock, int permits, TimeSpan window, int mostAddresses = 100_000)
{
    private readonly KeyedRates<Key> rates = new(clock, permits, window, mostAddresses);

    /// <summary>Addresses that are remembered now.</summary>
    public int Count => rates.Count;

    /// <summary>Whether one more may come from there now.</summary>
    /// <param name="address">Where from; unknown ones share a rate.</param>
    /// <param name="wait">If not: until when none may.</param>
    public bool TryTake(IPAddress? address, out TimeSpan wait) => rates.TryTake(Key.Of(address), out wait);

    private readonly record struct Key(int Bytes, ulong Bits)
    {
        public static Key Of(IPAddress? address)
        {
            Span<byte> bytes = stackalloc byte[16];
            if (address is null || !address.TryWriteBytes(bytes, out var length)) return default;
            if (address.IsIPv4MappedToIPv6) return new Key(4, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]));
            return length == 4
                ? new Key(4, BinaryPrimitives.ReadUInt32BigEndian(bytes))
                : new Key(16, BinaryPrimitives.ReadUInt64BigEndian(bytes));
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Parley.Core.Identity;

/// <summary>
/// UUIDs of version 7 (RFC 9562, section 5.7) of which each is greater than all before it, also when the wall clock
/// stands still or goes back: the 12 bits after the time count on. 62 bits are random, so none can be guessed.
/// Thread-safe.
/// </summary>
/// <remarks>Greater as the RFC has it, byte for byte, which is also how their text sorts.</remarks>
/// <param name="time">The wall clock.</param>
public sealed class OrderedUuids(TimeProvider time)
{
    private const int CounterBits = 12;

    // Milliseconds since 1970 and the counter below them, as they are in the UUID.
    private long last;

    /// <summary>The next one.</summary>
    public Guid Next()
    {
        var position = NextPosition();
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, position >> CounterBits << 16 | 0x7000 | position & (1 << CounterBits) - 1);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Each from now on is greater than this one, which another node made by a clock of its own.</summary>
    public void Pass(Guid other)
    {
        Span<byte> bytes = stackalloc byte[16];
        other.TryWriteBytes(bytes, bigEndian: true, out _);
        var raw = BinaryPrimitives.ReadInt64BigEndian(bytes);
        var position = (raw >>> 16 << CounterBits) | (raw & ((1 << CounterBits) - 1));
        while (Interlocked.Read(ref last) is var before && before < position)
        {
            if (Interlocked.CompareExchange(ref last, position, before) == before) return;
        }
    }

    private long NextPosition()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() << CounterBits;
        while (true)
        {
            var before = Interlocked.Read(ref last);
            var next = Math.Max(before + 1, now);
            if (Interlocked.CompareExchange(ref last, next, before) == before) return next;
        }
    }
}

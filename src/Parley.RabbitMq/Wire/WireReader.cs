using System.Buffers.Binary;
using System.Text;

namespace Parley.RabbitMq.Wire;

/// <summary>Reads what <see cref="WireWriter"/> wrote. Throws <see cref="ArgumentOutOfRangeException"/> where it ends early.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool AtEnd => rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public bool Flag() => Byte() != 0;

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public SessionKey Key() => new(Long(), Int());

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public ReadOnlySpan<byte> Bytes() => Take(Int());

    private ReadOnlySpan<byte> Take(int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}

using System.Buffers.Binary;
using System.Text;

namespace Parley.RabbitMq.Wire;

/// <summary>Writes what nodes tell each other: little-endian, lengths in front.</summary>
internal sealed class WireWriter(int capacity = 1024)
{
    private byte[] buffer = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, Length);

    public byte[] ToArray() => Written.ToArray();

    public void Clear() => Length = 0;

    /// <summary>How each item begins.</summary>
    public void Item(ItemKind kind, int shard, long epoch)
    {
        Byte((byte)kind);
        Byte((byte)shard);
        Long(epoch);
    }

    public void Byte(byte value) => Take(1)[0] = value;

    public void Flag(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

    public void Long(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    public void Key(SessionKey key)
    {
        Long(key.Process);
        Int(key.Number);
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        Int(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Int(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Writes over an int that was written before.</summary>
    public void Patch(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(buffer.AsSpan(at), value);

    private Span<byte> Take(int length)
    {
        if (Length + length > buffer.Length) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, Length + length));
        var taken = buffer.AsSpan(Length, length);
        Length += length;
        return taken;
    }
}

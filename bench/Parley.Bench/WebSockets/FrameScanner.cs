using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Parley.Bench.WebSockets;

/// <summary>Walks the whole frames in what was received; masked ones are unmasked in place.</summary>
internal ref struct FrameScanner(Span<byte> received)
{
    /// <summary>What follows the last whole frame: the beginning of the next one, or nothing.</summary>
    internal Span<byte> Rest { get; private set; } = received;

    internal Opcode Opcode { get; private set; }

    internal Span<byte> Payload { get; private set; }

    /// <summary>Steps to the next frame; false when no further one is there in full.</summary>
    internal bool MoveNext()
    {
        if (Rest.Length < 2)
            return false;
        var masked = (Rest[1] & 0x80) != 0;
        var header = masked ? 6 : 2;
        long length = Rest[1] & 0x7F;
        if (length == 126)
        {
            header += 2;
            if (Rest.Length < header)
                return false;
            length = BinaryPrimitives.ReadUInt16BigEndian(Rest[2..]);
        }
        else if (length == 127)
        {
            header += 8;
            if (Rest.Length < header)
                return false;
            length = BinaryPrimitives.ReadInt64BigEndian(Rest[2..]);
        }
        if (Rest.Length - header < length)
            return false;
        if ((Rest[0] & 0xF0) != 0x80)
            throw new BenchException("a fragmented or compressed frame arrived: the bench asks for neither");
        Opcode = (Opcode)(Rest[0] & 0x0F);
        Payload = Rest.Slice(header, (int)length);
        if (masked)
            Masking.Apply(Payload, Unsafe.ReadUnaligned<uint>(ref Rest[header - 4]));
        Rest = Rest[(header + (int)length)..];
        return true;
    }
}

using System.Text;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Load;

/// <summary>A client's message, padded to an exact size with filler that the server must hand on untouched.</summary>
internal sealed class Message
{
    /// <summary>A message with this much filler is a delivery; greetings, pings and errors contain none.</summary>
    internal static ReadOnlySpan<byte> Marker => "xxxxxxxxxxxxxxxx"u8;

    /// <param name="size">Bytes of the whole WebSocket payload.</param>
    /// <param name="before">The message up to its filler.</param>
    /// <param name="after">The message after its filler.</param>
    internal Message(int size, string before, string after)
    {
        var filler = size - Encoding.UTF8.GetByteCount(before) - Encoding.UTF8.GetByteCount(after);
        if (filler < Marker.Length)
            throw new BenchException($"{size} bytes leave less than {Marker.Length} for filler in: {before}…{after}");
        Filler = Encoding.ASCII.GetBytes(new string('x', filler));
        Payload = Encoding.UTF8.GetBytes(before + new string('x', filler) + after);
        Frame = FrameWriter.Client(Opcode.Text, Payload);
    }

    private Message(Message framed)
    {
        (Payload, Filler) = (framed.Payload, framed.Filler);
        Frame = Payload;
    }

    internal byte[] Payload { get; }

    internal byte[] Filler { get; }

    /// <summary>The masked frame, ready to send any number of times.</summary>
    internal byte[] Frame { get; }

    /// <summary>The same without a frame around it, for clients that poll.</summary>
    internal Message Unframed() => new(this);

    internal static bool IsDelivery(ReadOnlySpan<byte> payload) => payload.IndexOf(Marker) >= 0;
}

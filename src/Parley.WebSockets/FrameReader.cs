using System.Buffers;
using System.Text.Unicode;
using Parley.Core.Messages;

namespace Parley.WebSockets;

/// <summary>
/// Reads the frames of a client out of whatever parts its bytes arrive in, and joins fragments (RFC 6455, section 5.4).
/// A message that lies whole in one part is unmasked and handed out where it lies; others are collected in a pooled
/// buffer that grows with what has come, never with what was announced. Between messages it holds no buffer.
/// </summary>
internal sealed class FrameReader(WebSocketLimits limits)
{
    private byte[]? collected;
    private int collectedLength;
    private int validText;
    private byte[]? control;
    private int controlLength;
    private byte[]? headerStart;
    private int headerLength;
    private FrameHeader header;
    private long remaining;
    private int fragments;
    private FrameOpcode messageOpcode;
    private bool inFrame;
    private bool handedOut;

    /// <summary>Why nothing more can be read, once that is so.</summary>
    public FrameFault? Fault { get; private set; }

    /// <summary>Whether a frame or a message has begun and not ended.</summary>
    public bool InMessage => inFrame || headerLength > 0 || fragments > 0;

    /// <summary>Size of the buffer that a message which has begun is collected in, in bytes; 0 when there is none.</summary>
    public int Held => collected?.Length ?? 0;

    /// <summary>
    /// Takes the next whole message or control frame out of <paramref name="part"/>. <c>false</c> when the part is used
    /// up, or there is a <see cref="Fault"/>. The payload is valid until the next call.
    /// </summary>
    public bool TryRead(ref Span<byte> part, out FrameOpcode opcode, out ReadOnlySpan<byte> payload)
    {
        if (handedOut) Release();
        while (Fault is null)
        {
            if (!inFrame && !TryReadHeader(ref part)) break;

            var taken = part[..(int)Math.Min(remaining, part.Length)];
            part = part[taken.Length..];
            Masking.Apply(taken, header.Mask, (int)((long)header.Length - remaining));
            remaining -= taken.Length;
            inFrame = remaining > 0;

            if (header.IsControl ? TakeControl(taken, out payload) : TakeData(taken, out payload))
            {
                opcode = header.IsControl ? header.Opcode : messageOpcode;
                return true;
            }

            if (inFrame) break;
        }

        opcode = default;
        payload = default;
        return false;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Release()
    {
        if (collected is not null) ArrayPool<byte>.Shared.Return(collected);
        (collected, collectedLength, validText, fragments, handedOut) = (null, 0, 0, 0, false);
    }

    private bool TryReadHeader(ref Span<byte> part)
    {
        if (part.IsEmpty) return false;

        ReadOnlySpan<byte> bytes;
        if (headerLength == 0 && part.Length >= 2 && part.Length >= FrameHeader.LengthOf(part[1]))
        {
            var length = FrameHeader.LengthOf(part[1]);
            bytes = part[..length];
            part = part[length..];
        }
        else
        {
            if (!TryCollectHeader(ref part)) return false;
            bytes = headerStart.AsSpan(0, headerLength);
            (headerStart, headerLength) = (null, 0);
        }

        header = FrameHeader.Parse(bytes);
        Fault = header.Check() ?? (header.IsControl ? null : BeginData());
        remaining = (long)header.Length;
        inFrame = Fault is null;
        return inFrame;
    }

    /// <summary>For a header that is spread over parts.</summary>
    private bool TryCollectHeader(ref Span<byte> part)
    {
        headerStart ??= new byte[FrameHeader.MaxLength];
        while (part.Length > 0)
        {
            headerStart[headerLength++] = part[0];
            part = part[1..];
            if (headerLength >= 2 && headerLength >= FrameHeader.LengthOf(headerStart[1])) return true;
        }

        return false;
    }

    private FrameFault? BeginData()
    {
        if (header.Opcode == FrameOpcode.Continuation)
        {
            if (fragments == 0) return new FrameFault(CloseCode.ProtocolError, "a continuation without a beginning");
        }
        else
        {
            if (fragments > 0) return new FrameFault(CloseCode.ProtocolError, "a new message inside a fragmented one");
            messageOpcode = header.Opcode;
        }

        fragments++;
        if (header.Length > (ulong)limits.MaxFrameBytes)
            return new FrameFault(CloseCode.MessageTooBig, $"a frame may have {limits.MaxFrameBytes} bytes");
        if (header.Length > (ulong)(limits.MaxMessageBytes - collectedLength))
            return new FrameFault(CloseCode.MessageTooBig, $"a message may have {limits.MaxMessageBytes} bytes");
        return fragments > limits.MaxFragments
            ? new FrameFault(CloseCode.MessageTooBig, $"a message may have {limits.MaxFragments} fragments")
            : null;
    }

    private bool TakeControl(ReadOnlySpan<byte> taken, out ReadOnlySpan<byte> payload)
    {
        payload = taken;
        if (!inFrame && controlLength == 0) return true;

        control ??= new byte[125];
        taken.CopyTo(control.AsSpan(controlLength));
        controlLength += taken.Length;
        payload = control.AsSpan(0, controlLength);
        if (inFrame) return false;

        (control, controlLength) = (null, 0);
        return true;
    }

    private bool TakeData(ReadOnlySpan<byte> taken, out ReadOnlySpan<byte> payload)
    {
        payload = taken;
        var whole = header.Final && !inFrame;
        if (whole && fragments == 1 && collectedLength == 0)
        {
            fragments = 0;
            return messageOpcode == FrameOpcode.Binary || Utf8.IsValid(taken) || NotText();
        }

        Collect(taken);
        if (messageOpcode == FrameOpcode.Text && !CheckText(whole)) return NotText();
        if (!whole) return false;

        payload = collected.AsSpan(0, collectedLength);
        handedOut = true;
        return true;
    }

    private void Collect(ReadOnlySpan<byte> taken)
    {
        var needed = collectedLength + taken.Length;
        if (collected is null || collected.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, Math.Min(limits.MaxMessageBytes, 2 * collectedLength)));
            collected.AsSpan(0, collectedLength).CopyTo(larger);
            if (collected is not null) ArrayPool<byte>.Shared.Return(collected);
            collected = larger;
        }

        taken.CopyTo(collected.AsSpan(collectedLength));
        collectedLength = needed;
    }

    private bool CheckText(bool whole)
    {
        var valid = Utf8Check.ValidPrefix(collected.AsSpan(validText, collectedLength - validText));
        if (valid < 0) return false;
        validText += valid;
        return !whole || validText == collectedLength;
    }

    private bool NotText()
    {
        Fault = new FrameFault(CloseCode.InvalidPayload, "a text message has to be UTF-8");
        return false;
    }
}

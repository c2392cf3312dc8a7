using System.Buffers;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>What waits for the next poll, bounded like a WebSocket's outbox. Not thread-safe: the session's lock guards it.</summary>
internal sealed class SendQueue(OutboxLimits limits)
{
    private readonly Queue<Frame> frames = [];
    private int bytes;

    public int Count => frames.Count;

    /// <summary>Whether so much waits that whoever causes more should wait too.</summary>
    public bool IsHalfFull => frames.Count > limits.Messages / 2 || bytes > limits.Bytes / 2;

    /// <summary><c>false</c> when no more may wait.</summary>
    public bool TryAdd(in Frame frame)
    {
        // What is allowed to be sent at all has to be allowed to wait alone.
        if (frames.Count > 0 && (frames.Count >= limits.Messages || bytes + frame.Length > limits.Bytes)) return false;
        frames.Enqueue(frame);
        bytes += frame.Length;
        return true;
    }

    /// <summary>Takes one out, oldest first.</summary>
    public bool TryTake(out Frame frame)
    {
        if (!frames.TryDequeue(out frame)) return false;
        bytes -= frame.Length;
        return true;
    }

    /// <summary>Takes everything out, as the payload of a poll's answer. The array is rented.</summary>
    public (byte[] Rented, int Length) TakePayload()
    {
        var rented = ArrayPool<byte>.Shared.Rent(frames.Sum(f => EngineFrames.PolledLength(f) + 1));
        var length = 0;
        while (frames.TryDequeue(out var frame))
        {
            if (length > 0) rented[length++] = EngineFrames.Separator;
            length += EngineFrames.WritePolled(frame, rented.AsSpan(length));
        }

        bytes = 0;
        return (rented, length);
    }

    public void Clear()
    {
        frames.Clear();
        bytes = 0;
    }
}

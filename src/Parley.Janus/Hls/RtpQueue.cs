using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Parley.Janus.Hls;

/// <summary>
/// What waits for ffmpeg: from the first packet on, so that the key frame with which a stream begins is there when the
/// program has come up. Bounded in bytes; what comes to a full queue is dropped, like packets on a full network.
/// </summary>
internal sealed class RtpQueue
{
    /// <summary>Some seconds of a good picture.</summary>
    public const int MaxBytes = 4 << 20;

    private readonly Channel<RtpChunk> chunks = Channel.CreateUnbounded<RtpChunk>();
    private int bytes;

    /// <summary>Takes a packet; <c>false</c> when it was dropped.</summary>
    public bool TryWrite(int track, bool isReport, ReadOnlySpan<byte> packet)
    {
        if (Interlocked.Add(ref bytes, packet.Length) > MaxBytes)
        {
            Interlocked.Add(ref bytes, -packet.Length);
            return false;
        }

        var data = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(data);
        return chunks.Writer.TryWrite(new RtpChunk(track, isReport, data, packet.Length));
    }

    public ValueTask<bool> WaitAsync(CancellationToken cancellationToken) => chunks.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>Takes the next one out; the caller gives its buffer back.</summary>
    public bool TryRead([MaybeNullWhen(false)] out RtpChunk chunk)
    {
        if (!chunks.Reader.TryRead(out chunk)) return false;

        Interlocked.Add(ref bytes, -chunk.Length);
        return true;
    }

    /// <summary>Forgets the packets before the first of a track, but no reports.</summary>
    public void BeginWith(int track)
    {
        var kept = new List<RtpChunk>();
        var begun = false;
        while (TryRead(out var chunk))
        {
            begun |= chunk.Track == track && !chunk.IsReport;
            if (begun || chunk.IsReport) kept.Add(chunk);
            else ArrayPool<byte>.Shared.Return(chunk.Data);
        }

        foreach (var chunk in kept)
        {
            Interlocked.Add(ref bytes, chunk.Length);
            chunks.Writer.TryWrite(chunk);
        }
    }

    /// <summary>Forgets what waits: it would begin in the middle of a picture.</summary>
    public void Clear()
    {
        while (TryRead(out var chunk)) ArrayPool<byte>.Shared.Return(chunk.Data);
    }
}

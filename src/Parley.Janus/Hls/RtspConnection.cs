using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;

namespace Parley.Janus.Hls;

/// <summary>One ffmpeg's connection: what it asks, and the packets once it has said <c>PLAY</c>.</summary>
internal sealed class RtspConnection(NetworkStream stream, Func<string, RtspOffer?> find) : IDisposable
{
    /// <summary>Bytes that are written at once.</summary>
    private const int WriteSize = 64 * 1024;

    /// <summary>Marks a packet between requests and answers (RFC 2326, section 10.12).</summary>
    private const byte PacketMark = (byte)'$';

    private const int PacketHeader = 4;

    private readonly SemaphoreSlim writing = new(1, 1);
    private RtspOffer? offer;
    private int setUp;

    /// <summary>Until the reader goes or it is cancelled.</summary>
    /// <exception cref="InvalidDataException">The other side speaks no RTSP.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = Task.CompletedTask;
        var reader = PipeReader.Create(stream);
        try
        {
            while (await NextAsync(reader, over.Token) is { } request)
            {
                await WriteAsync(Answer(request), over.Token);
                if (request.Method == "TEARDOWN") break;
                if (request.Method == "PLAY" && offer is not null && sending.IsCompleted) sending = SendAsync(offer, over);
            }
        }
        finally
        {
            await over.CancelAsync();
            await reader.CompleteAsync();
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public void Dispose() => writing.Dispose();

    /// <summary>The next request; <c>null</c> when there is none any more. What ffmpeg reports of the packets is passed over.</summary>
    private static async Task<RtspRequest?> NextAsync(PipeReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            var (request, used) = Take(read.Buffer);
            reader.AdvanceTo(used, request is null ? read.Buffer.End : used);
            if (request is not null)
            {
                await SkipAsync(reader, request.BodyLength, cancellationToken);
                return request;
            }

            if (read.IsCompleted) return null;
        }
    }

    private static (RtspRequest? Request, SequencePosition Used) Take(ReadOnlySequence<byte> bytes)
    {
        while (!bytes.IsEmpty && bytes.FirstSpan[0] == PacketMark)
        {
            if (bytes.Length < PacketHeader) return (null, bytes.Start);

            var length = LengthOf(bytes);
            if (bytes.Length < length) return (null, bytes.Start);
            bytes = bytes.Slice(length);
        }

        if (bytes.IsEmpty) return (null, bytes.Start);

        var request = RtspRequest.Read(bytes, out var end);
        return (request, end);
    }

    /// <summary>Of a packet with its header.</summary>
    private static int LengthOf(ReadOnlySequence<byte> packet)
    {
        Span<byte> header = stackalloc byte[PacketHeader];
        packet.Slice(0, PacketHeader).CopyTo(header);
        return PacketHeader + BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
    }

    private static async Task SkipAsync(PipeReader reader, int length, CancellationToken cancellationToken)
    {
        if (length == 0) return;

        var read = await reader.ReadAtLeastAsync(length, cancellationToken);
        reader.AdvanceTo(read.Buffer.GetPosition(Math.Min(length, read.Buffer.Length)));
    }

    private string Answer(RtspRequest request)
    {
        var head = $"RTSP/1.0 200 OK\r\nCSeq: {request.Sequence}\r\n";
        switch (request.Method)
        {
            case "OPTIONS":
                return $"{head}Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN\r\n\r\n";
            case "DESCRIBE":
                offer ??= find(request.Url);
                return offer?.Describe() is { } sdp
                    ? $"{head}Content-Base: {request.Url}/\r\nContent-Type: application/sdp\r\nContent-Length: {sdp.Length}\r\n\r\n{sdp}"
                    : $"RTSP/1.0 404 Not Found\r\nCSeq: {request.Sequence}\r\n\r\n";
            case "SETUP":
                var channel = 2 * setUp++;
                return $"{head}Session: 1;timeout=60\r\nTransport: RTP/AVP/TCP;unicast;interleaved={channel}-{channel + 1}\r\n\r\n";
            default:
                return $"{head}Session: 1;timeout=60\r\n\r\n";
        }
    }

    private async Task WriteAsync(string answer, CancellationToken cancellationToken) =>
        await WriteAsync(Encoding.ASCII.GetBytes(answer), cancellationToken);

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            await stream.WriteAsync(bytes, cancellationToken);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Sends what the queue has, all of it at once where several packets wait. Its end is the reading's too.</summary>
    private async Task SendAsync(RtspOffer from, CancellationTokenSource over)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(over.Token, from.Withdrawn);
        var buffer = new byte[WriteSize];
        try
        {
            while (await from.Queue.WaitAsync(stop.Token))
            {
                if (Fill(from, buffer) is var length and > 0) await WriteAsync(buffer.AsMemory(0, length), stop.Token);
            }
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private static int Fill(RtspOffer from, byte[] buffer)
    {
        var used = 0;
        while (!from.Withdrawn.IsCancellationRequested && buffer.Length - used > PacketHeader + RtpInput.MaxPacket && from.Queue.TryRead(out var chunk))
        {
            if (from.ChannelOf(chunk.Track) is { } channel)
            {
                buffer[used] = PacketMark;
                buffer[used + 1] = (byte)(chunk.IsReport ? channel + 1 : channel);
                BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(used + 2), (ushort)chunk.Length);
                chunk.Data.AsSpan(0, chunk.Length).CopyTo(buffer.AsSpan(used + PacketHeader));
                used += PacketHeader + chunk.Length;
            }

            ArrayPool<byte>.Shared.Return(chunk.Data);
        }

        return used;
    }
}

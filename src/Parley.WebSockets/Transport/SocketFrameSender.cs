using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.WebSockets.Transport;

/// <summary>
/// Sends frames straight to the socket, past the transport's pipe, its copy and its locks: see
/// docs/decisions/0005-sending-on-the-socket.md. What the kernel does not take at once is sent when it does.
/// </summary>
/// <param name="socket">The upgraded connection's, on which nobody else sends any more.</param>
internal sealed class SocketFrameSender(ITcpSocket socket) : IFrameSender
{
    [ThreadStatic]
    private static byte[]? gathered;

    public ValueTask<bool> SendAsync(ReadOnlySpan<Frame> frames)
    {
        var bytes = frames.Length == 1 ? frames[0].Bytes.Span : Gather(frames);
        var sent = socket.Send(bytes);
        return sent == bytes.Length ? new(true) : sent < 0 ? new(false) : SendRestAsync(frames.ToArray(), sent);
    }

    /// <summary>Several frames side by side, so that they take one system call.</summary>
    private static ReadOnlySpan<byte> Gather(ReadOnlySpan<Frame> frames)
    {
        var buffer = gathered ??= new byte[Outbox.BytesASend];
        var length = 0;
        foreach (ref readonly var frame in frames)
        {
            frame.Bytes.Span.CopyTo(buffer.AsSpan(length));
            length += frame.Length;
        }

        return buffer.AsSpan(0, length);
    }

    private async ValueTask<bool> SendRestAsync(Frame[] frames, int sent)
    {
        foreach (var frame in frames)
        {
            var rest = frame.Bytes[Math.Min(sent, frame.Length)..];
            sent -= frame.Length - rest.Length;
            if (!rest.IsEmpty && !await socket.SendAsync(rest).ConfigureAwait(false)) return false;
        }

        return true;
    }
}

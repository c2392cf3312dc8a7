using System.Net.Sockets;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.WebSockets;

/// <summary>
/// Sends frames straight to the socket, past the transport's pipe, its copy and its locks: see
/// docs/decisions/0005-sending-on-the-socket.md. What the kernel does not take at once is sent when it does.
/// </summary>
internal sealed class SocketFrameSender : IFrameSender
{
    [ThreadStatic]
    private static byte[]? gathered;

    private readonly Socket socket;

    /// <param name="socket">The upgraded connection's, on which nobody else sends any more.</param>
    public SocketFrameSender(Socket socket)
    {
        this.socket = socket;
        try
        {
            // Of the synchronous calls alone: they are to say that the kernel's buffer is full, not to wait for it.
            socket.Blocking = false;
        }
        catch (ObjectDisposedException)
        {
            // Gone already; the first send says so.
        }
    }

    public ValueTask<bool> SendAsync(ReadOnlySpan<Frame> frames)
    {
        try
        {
            var bytes = frames.Length == 1 ? frames[0].Bytes.Span : Gather(frames);
            var sent = socket.Send(bytes, SocketFlags.None, out var error);
            if (error == SocketError.Success && sent == bytes.Length) return new(true);
            return error is SocketError.Success or SocketError.WouldBlock
                ? SendRestAsync(frames.ToArray(), sent)
                : new(false);
        }
        catch (ObjectDisposedException)
        {
            return new(false);
        }
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
        try
        {
            foreach (var frame in frames)
            {
                var rest = frame.Bytes[Math.Min(sent, frame.Length)..];
                sent -= frame.Length - rest.Length;
                while (!rest.IsEmpty) rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}

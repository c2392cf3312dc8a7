using Parley.EngineIo.Packets;

namespace Parley.EngineIo;

/// <summary>Sends the acknowledgement that a client asked for, at once or later, and only once.</summary>
public sealed class SocketIoReply
{
    private readonly SocketIoSocket socket;
    private readonly long id;
    private bool sent;

    internal SocketIoReply(SocketIoSocket socket, long id) => (this.socket, this.id) = (socket, id);

    /// <summary>Sends it.</summary>
    /// <param name="arguments">JSON values with commas between them.</param>
    /// <param name="attachments">What placeholders in them stand for.</param>
    /// <returns><c>false</c> when it was sent before, or the socket is gone.</returns>
    public bool Send(ReadOnlySpan<byte> arguments = default, IReadOnlyList<ReadOnlyMemory<byte>>? attachments = null) =>
        !Interlocked.Exchange(ref sent, true)
        && socket.Deliver(PacketWriter.Ack(socket.Namespace.Prefix, id, arguments, attachments ?? []));
}

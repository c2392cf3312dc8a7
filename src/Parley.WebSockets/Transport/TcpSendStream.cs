namespace Parley.WebSockets.Transport;

/// <summary>
/// The sending half of a socket. A client that has gone is no failure of whoever answers it: what is written to it
/// vanishes, and <paramref name="gone"/> is called. The receiving half would find that out as well, but on the thread that
/// may be the very one which goes on writing.
/// </summary>
/// <remarks>A write that has begun is not cancelled: half of it would be on the wire. Aborting the connection ends it.</remarks>
internal sealed class TcpSendStream(ITcpSocket socket, Action gone) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var sending = socket.SendAsync(buffer);
        if (!sending.IsCompletedSuccessfully) return WaitAsync(sending);
        if (!sending.Result) gone();
        return default;
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    private async ValueTask WaitAsync(ValueTask<bool> sending)
    {
        if (!await sending.ConfigureAwait(false)) gone();
    }
}

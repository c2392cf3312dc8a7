using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Parley.Core.Sessions;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>A connection on a socket that a loop of ours polls: what arrives is given to HTTP on the loop's thread.</summary>
internal sealed class PolledConnection : TcpConnection, IPolledReader
{
    private readonly PolledSocket socket;
    private volatile bool disposed;

    public PolledConnection(PolledSocket socket, EndPoint local, EndPoint remote, MemoryPool<byte> pool)
        : base(socket, pool)
    {
        this.socket = socket;
        LocalEndPoint = local;
        RemoteEndPoint = remote;
    }

    public override void Abort(ConnectionAbortedException abortReason)
    {
        if (!IsTakenOver) socket.Shutdown();
    }

    void IPolledReader.OnReadable()
    {
        // A request is no part of the loop's batch: it may take its time, and what was relayed before should not wait for
        // that; and it may make batches of its own.
        FlushBatch.End();
        try
        {
            // Not now, if it was taken over or HTTP has too much unread: whoever reads next asks again.
            if (TryBeginDelivery()) Deliver();
        }
        finally
        {
            FlushBatch.Begin();
        }
    }

    void IPolledReader.OnFailure(Exception failure) => EndReceived(failure);

    protected override IFrameInput TakenInput(byte[] early) => new PolledFrameInput(socket, early);

    protected override ValueTask ReceivedAsync()
    {
        disposed = true;
        EndUnlessDelivering();
        return default;
    }

    private void Deliver()
    {
        var buffer = ReceiveBuffer();
        var length = socket.Receive(buffer.Span);
        if (length == 0)
        {
            EndOfDelivery();
        }
        else if (length < 0)
        {
            EndReceived(null);
        }
        else
        {
            var delivering = DeliverAsync(length);
            if (delivering.IsCompletedSuccessfully) Delivered(delivering.Result);
            else _ = DeliveredLaterAsync(delivering);
        }
    }

    private void Delivered(FlushResult result)
    {
        if (result.IsCompleted && !IsTakenOver) EndReceived(null);
        else EndOfDelivery();
    }

    /// <summary>For when more lies unread than HTTP wants: nothing is received until it has read that.</summary>
    private async Task DeliveredLaterAsync(ValueTask<FlushResult> delivering)
    {
        Delivered(await delivering.ConfigureAwait(false));
        socket.AskReadable();
    }

    private void EndOfDelivery()
    {
        EndDelivery();
        if (disposed) EndUnlessDelivering();
    }

    /// <summary>Whoever delivers does it otherwise.</summary>
    private void EndUnlessDelivering()
    {
        if (TryBeginDelivery()) EndReceived(null);
    }
}

using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections.Features;

namespace Parley.WebSockets;

/// <summary>Reads from a connection's pipe. The request that was upgraded lasts as long, and ends the connection.</summary>
internal sealed class PipeFrameInput(PipeReader pipe, IConnectionLifetimeFeature lifetime) : IAwaitedInput
{
    private ReadResult result;

    public Task RunAsync(WebSocketConnection connection) => ReadingLoop.RunAsync(this, connection);

    public async ValueTask<int> WaitAsync()
    {
        result = await pipe.ReadAsync().ConfigureAwait(false);
        return 0;
    }

    public bool Read(WebSocketConnection connection)
    {
        var goOn = true;
        foreach (var segment in result.Buffer)
        {
            // The pipe's memory is ours until AdvanceTo: unmasking where it lies saves a copy.
            goOn = connection.TakePart(MemoryMarshal.AsMemory(segment).Span);
            if (!goOn) break;
        }

        goOn &= !result.IsCompleted && !result.IsCanceled;
        pipe.AdvanceTo(result.Buffer.End);
        result = default;
        return goOn;
    }

    public void Stop() => pipe.CancelPendingRead();

    public void Abort() => lifetime.Abort();

    public void End()
    {
    }
}

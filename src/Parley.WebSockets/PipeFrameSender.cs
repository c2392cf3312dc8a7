using System.Buffers;
using System.IO.Pipelines;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.WebSockets;

/// <summary>Sends frames through a connection's pipe, for what lies between it and the socket: TLS.</summary>
/// <param name="output">The pipe.</param>
internal sealed class PipeFrameSender(PipeWriter output) : IFrameSender
{
    public ValueTask<bool> SendAsync(ReadOnlySpan<Frame> frames)
    {
        try
        {
            foreach (ref readonly var frame in frames) output.Write(frame.Bytes.Span);
        }
        catch (InvalidOperationException)
        {
            // The transport has ended.
            return new(false);
        }

        return FlushAsync();
    }

    private async ValueTask<bool> FlushAsync()
    {
        try
        {
            var flushed = await output.FlushAsync().ConfigureAwait(false);
            return !flushed.IsCompleted && !flushed.IsCanceled;
        }
        catch (Exception)
        {
            return false;
        }
    }
}

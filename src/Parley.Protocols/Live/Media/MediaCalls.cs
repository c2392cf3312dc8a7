using System.Diagnostics;
using Parley.Core.Media;

namespace Parley.Protocols.Live.Media;

/// <summary>
/// Calls of media servers: each ends in time, whatever the server does, and what comes too late is ended at once, so that
/// nothing is left there.
/// </summary>
internal sealed class MediaCalls(LiveProtocol protocol)
{
    /// <param name="name">Of the call, for metrics.</param>
    /// <param name="call">The call.</param>
    /// <param name="stop">Gives it up.</param>
    /// <exception cref="MediaException">It failed, or took too long.</exception>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public async Task<T> AskAsync<T>(string name, Func<CancellationToken, Task<T>> call, CancellationToken stop)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = "failed";
        using var timeout = new CancellationTokenSource(protocol.Options.MediaTimeout, protocol.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token);
        Task<T>? asked = null;
        try
        {
            asked = call(either.Token);
            var answer = await asked.WaitAsync(either.Token).ConfigureAwait(false);
            outcome = "ok";
            return answer;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            outcome = "given_up";
            throw;
        }
        catch (OperationCanceledException late)
        {
            outcome = "timeout";
            throw new MediaException(
                MediaFault.ServerFailed,
                $"The media server did not answer within {protocol.Options.MediaTimeout.TotalSeconds:0} s.", late);
        }
        catch (MediaException refused)
        {
            if (refused.Fault != MediaFault.ServerFailed) outcome = "refused";
            throw;
        }
        catch (Exception fault)
        {
            MediaLog.CallFailed(protocol.Logger, name, fault);
            throw new MediaException(MediaFault.ServerFailed, "The media server failed.", fault);
        }
        finally
        {
            protocol.MediaCalled(name, Stopwatch.GetElapsedTime(began), outcome);
            if (outcome != "ok" && asked is not null) _ = EndWhenItComesAsync(asked);
        }
    }

    /// <summary>The same for a call without a result.</summary>
    public Task AskAsync(string name, Func<CancellationToken, Task> call, CancellationToken stop) =>
        AskAsync<object?>(name, async token =>
        {
            await call(token).ConfigureAwait(false);
            return null;
        }, stop);

    private static async Task EndWhenItComesAsync<T>(Task<T> asked)
    {
        try
        {
            if (await asked.ConfigureAwait(false) is IAsyncDisposable late) await late.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // It came to nothing, as was told already.
        }
    }
}

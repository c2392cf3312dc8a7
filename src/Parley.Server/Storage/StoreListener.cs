using System.Threading.Channels;
using Parley.Core.Storage;
using Parley.Server.Rest;
using Parley.Server.Worlds;

namespace Parley.Server.Storage;

/// <summary>
/// Acts on what any node changes in the store: closes who was removed, whose room or session is gone, whom a moderator put
/// out. What may have been missed is looked up.
/// </summary>
internal sealed partial class StoreListener(
    IStoreChanges changes, MembershipChanges members, GuestEndings guests, ModerationChanges moderation, StoreReview review,
    SharedWorlds worlds, TimeProvider time, ILogger<StoreListener> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    /// <summary>What takes time, or is cheaper together.</summary>
    private readonly Channel<StoreChange> waiting = Channel.CreateUnbounded<StoreChange>(new() { SingleReader = true });

    private readonly CancellationTokenSource ending = new();
    private Task listening = Task.CompletedTask;
    private Task acting = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        listening = changes.ListenAsync(Hear, ending.Token);
        acting = Task.Run(ActAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await ending.CancelAsync();
        await Task.WhenAll(listening, acting).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => ending.Dispose();

    /// <summary>Neither blocks nor throws: dispatching waits for a room's lock only.</summary>
    private void Hear(StoreChange change)
    {
        try
        {
            switch (change)
            {
                case MemberRemoved removed:
                    members.Removed(removed.RoomId, removed.AccountId);
                    break;
                case RoomDeleted deleted:
                    members.RoomDeleted(deleted.RoomId);
                    break;
                case UserModerated moderated:
                    moderation.Moderated(moderated);
                    break;
                default:
                    waiting.Writer.TryWrite(change);
                    break;
            }
        }
        catch (Exception failure)
        {
            LogFailed(logger, failure);
        }
    }

    private async Task ActAsync()
    {
        try
        {
            while (await waiting.Reader.WaitToReadAsync(ending.Token))
            {
                var ended = new HashSet<Guid>();
                var written = new HashSet<string>();
                var missed = false;
                while (waiting.Reader.TryRead(out var change))
                {
                    if (change is GuestEnded guest) ended.Add(guest.SessionId);
                    else if (change is FileChanged file) written.Add(file.Name);
                    else missed = true;
                }

                End(ended);
                if (missed || !await TryTakeAsync(written)) await ReviewAsync();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
    }

    private async Task<bool> TryTakeAsync(HashSet<string> written)
    {
        try
        {
            foreach (var worldId in written) await worlds.TakeAsync(worldId, ending.Token);
            return true;
        }
        catch (Exception failure) when (!ending.IsCancellationRequested)
        {
            if (failure is not StoreUnavailableException) LogFailed(logger, failure);
            return false;
        }
    }

    private void End(HashSet<Guid> sessions)
    {
        try
        {
            guests.Ended(sessions);
        }
        catch (Exception failure)
        {
            LogFailed(logger, failure);
        }
    }

    /// <summary>Until it has come to its end: a database that is back may go again.</summary>
    private async Task ReviewAsync()
    {
        while (true)
        {
            try
            {
                await review.RunAsync(ending.Token);
                return;
            }
            catch (Exception failure) when (!ending.IsCancellationRequested)
            {
                if (failure is not StoreUnavailableException) LogFailed(logger, failure);
                await Task.Delay(RetryAfter, time, ending.Token);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A change in the store was not acted on.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}

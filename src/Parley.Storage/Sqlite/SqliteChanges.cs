using Parley.Core.Storage;

namespace Parley.Storage.Sqlite;

/// <summary>Tells the listeners of this process what its own calls have changed.</summary>
internal sealed class SqliteChanges(StoreCounts counts)
{
    private Action<StoreChange>? listeners;

    /// <summary>Tells of a change that was made, and returns whether it was.</summary>
    public bool TellIf(bool made, StoreChange change)
    {
        if (made) Volatile.Read(ref listeners)?.Invoke(change);
        return made;
    }

    public async Task ListenAsync(Action<StoreChange> onChange, CancellationToken cancellationToken)
    {
        Change(l => l + onChange);
        counts.Listening = true;
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            Change(l => l - onChange);
            counts.Listening = false;
        }
    }

    private void Change(Func<Action<StoreChange>?, Action<StoreChange>?> change)
    {
        Action<StoreChange>? before;
        do before = Volatile.Read(ref listeners);
        while (Interlocked.CompareExchange(ref listeners, change(before), before) != before);
    }
}

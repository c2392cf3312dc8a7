namespace Parley.Storage.Sqlite;

/// <summary>A lock a room, for the one process that the file belongs to. Rooms share a fixed number of them by their ids.</summary>
internal sealed class SqliteLocks : IDisposable
{
    private readonly SemaphoreSlim[] locks = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public async Task<IAsyncDisposable> TakeAsync(Guid roomId, CancellationToken cancellationToken)
    {
        var taken = locks[(uint)roomId.GetHashCode() % locks.Length];
        await taken.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(taken);
    }

    public void Dispose()
    {
        foreach (var one in locks) one.Dispose();
    }

    private sealed class Turn(SemaphoreSlim taken) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            taken.Release();
            return ValueTask.CompletedTask;
        }
    }
}

using Microsoft.Data.Sqlite;

namespace Parley.Storage.Sqlite;

/// <summary>Work that waits for a thread of <see cref="SqliteWorkers"/>.</summary>
internal abstract class SqliteJob
{
    /// <summary>Nobody waits for it any more, and it has not begun.</summary>
    public abstract bool IsCancelled { get; }

    public abstract void Run(SqliteConnection connection);

    public abstract void Fail(Exception failure);
}

/// <inheritdoc/>
/// <typeparam name="T">What the work returns.</typeparam>
internal sealed class SqliteJob<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellation) : SqliteJob
{
    // Continuations elsewhere: they must not take the worker's time.
    private readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => result.Task;

    public override bool IsCancelled => cancellation.IsCancellationRequested;

    /// <remarks>SQLite's library blocks, and its tasks are done when they are handed out: nothing is waited for here.</remarks>
    public override void Run(SqliteConnection connection) => result.SetResult(work(connection).GetAwaiter().GetResult());

    public override void Fail(Exception failure) => result.TrySetException(failure);
}

using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Parley.Core.Storage;

namespace Parley.Storage.Sqlite;

/// <summary>
/// A few threads of their own, a connection each, that run SQLite's calls one after another. The calls block, on the
/// disk and on locks: on the thread pool they would starve what relays signals.
/// </summary>
internal sealed class SqliteWorkers : IDisposable
{
    /// <summary>So many operations may wait; who comes later waits before the queue, without a thread.</summary>
    private const int QueueLength = 1024;

    private const int StackBytes = 512 * 1024;

    private readonly BlockingCollection<SqliteJob> queue = [];
    private readonly SemaphoreSlim places = new(QueueLength);
    private readonly SqliteDatabase database;
    private readonly StoreCounts counts;
    private readonly Thread[] threads;

    public SqliteWorkers(SqliteDatabase database, StoreCounts counts, string name, int count)
    {
        this.database = database;
        this.counts = counts;
        threads = [.. Enumerable.Range(0, count).Select(i => NewThread($"{name} {i}"))];
        foreach (var thread in threads) thread.Start();
    }

    /// <summary>Runs the work on one of the threads.</summary>
    /// <remarks>A cancelled call returns at once; work that has begun by then still goes to its end.</remarks>
    /// <exception cref="StoreUnavailableException">The database failed.</exception>
    public async Task<T> RunAsync<T>(Func<SqliteConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        var job = new SqliteJob<T>(work, cancellationToken);
        try
        {
            await places.WaitAsync(cancellationToken).ConfigureAwait(false);
            queue.Add(job, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            throw new StoreUnavailableException("The store has been closed.");
        }

        return await job.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes what waits, then closes the connections.</summary>
    public void Dispose()
    {
        queue.CompleteAdding();
        foreach (var thread in threads) thread.Join();
        queue.Dispose();
        places.Dispose();
    }

    private Thread NewThread(string name) => new(Work, StackBytes) { Name = name, IsBackground = true };

    private void Work()
    {
        SqliteConnection? connection = null;
        foreach (var job in queue.GetConsumingEnumerable())
        {
            places.Release();
            if (job.IsCancelled) continue;
            try
            {
                connection ??= database.Open();
                job.Run(connection);
            }
            catch (Exception failure)
            {
                // A connection that failed once is not trusted again; the next job opens another.
                connection?.Dispose();
                connection = null;
                counts.Failed();
                job.Fail(Wrap(failure));
            }
        }

        connection?.Dispose();
    }

    private Exception Wrap(Exception failure) => failure switch
    {
        SqliteException or IOException or UnauthorizedAccessException => new StoreUnavailableException(
            $"The database {database.File} did not do what was asked: {failure.Message}", failure),
        _ => failure,
    };
}

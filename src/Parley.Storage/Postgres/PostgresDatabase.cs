using Npgsql;

namespace Parley.Storage.Postgres;

/// <summary>Runs calls on pooled connections, and tries those again that may be tried again.</summary>
/// <remarks>
/// <see href="https://www.npgsql.org/doc/basic-usage.html">Npgsql</see> throws a broken connection away and opens another at
/// the next call, so nothing has to be done for the database to be used again once it is back. A cancelled call returns at
/// once; that the server is told, and has to confirm it or loses the connection, goes on behind it.
/// </remarks>
internal sealed class PostgresDatabase(PostgresSettings settings, StoreCounts counts) : IAsyncDisposable
{
    /// <summary>Tries of what the server undid because of another's statement.</summary>
    private const int MostTries = 4;

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(settings.ForCalls());

    /// <summary>For messages: where it is, and nothing that lets somebody in.</summary>
    public string Name { get; } = NameOf(settings.ForCalls());

    public static string NameOf(NpgsqlConnectionStringBuilder settings) => $"{settings.Database} at {settings.Host}";

    /// <summary>
    /// Runs a call that does no harm when it is done twice. When its connection turns out to be broken it is tried once more
    /// on another: after a restart of the server each pooled one is.
    /// </summary>
    public Task<T> RepeatableAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        OffTheSocketAsync(RunAsync(call, mayRepeat: true, cancellationToken), cancellationToken);

    /// <summary>Runs a call whose answer would be another one when it was done twice. It is tried again only when it was not done.</summary>
    public Task<T> OnceAsync<T>(Func<NpgsqlConnection, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        OffTheSocketAsync(RunAsync(call, mayRepeat: false, cancellationToken), cancellationToken);

    /// <summary>Begins a transaction with a call, and keeps it open until what is returned is disposed of; then it is undone.</summary>
    public async Task<IAsyncDisposable> HoldAsync(
        Func<NpgsqlConnection, CancellationToken, Task> call, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            NpgsqlConnection? held = null;
            try
            {
                held = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await held.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
                await call(held, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
                return held;
            }
            catch (Exception failure)
            {
                if (held is not null) await held.DisposeAsync().ConfigureAwait(false);
                if (failure is OperationCanceledException) throw;
                if (!MayTryAgain(failure, mayRepeat: true, tries)) throw Fail(failure, cancellationToken);
                counts.Retried();
            }
        }
    }

    /// <summary>Takes no connection any more that was opened until now: the server has gone away from one of them.</summary>
    public void Renew() => source.Clear();

    public ValueTask DisposeAsync() => source.DisposeAsync();

    /// <summary>
    /// An answer arrives on the thread that polls sockets, other people's among them (docs/decisions/0003-inline-scheduling.md):
    /// what is done with it is done elsewhere.
    /// </summary>
    private static async Task<T> OffTheSocketAsync<T>(Task<T> call, CancellationToken cancellationToken) =>
        await call.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    private async Task<T> RunAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> call, bool mayRepeat, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                return await call(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception failure) when (MayTryAgain(failure, mayRepeat, tries))
            {
                counts.Retried();
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw Fail(failure, cancellationToken);
            }
        }
    }

    private Exception Fail(Exception failure, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        counts.Failed();
        return PostgresFaults.Wrap(failure, Name);
    }

    private static bool MayTryAgain(Exception failure, bool mayRepeat, int tries) =>
        PostgresFaults.IsConflict(failure) ? tries < MostTries
        : mayRepeat && tries == 1 && PostgresFaults.IsLostConnection(failure);
}

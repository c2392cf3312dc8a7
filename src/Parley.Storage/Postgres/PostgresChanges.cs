using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using Parley.Core.Storage;
using Parley.Storage.Rows;

namespace Parley.Storage.Postgres;

/// <summary>
/// Hears what any node changes, on a connection of its own
/// (<see href="https://www.postgresql.org/docs/15/sql-listen.html">LISTEN</see>). PostgreSQL keeps nothing for who is not
/// listening, so each time it begins to, changes may have been missed, and it says so.
/// </summary>
/// <param name="settings">Where.</param>
/// <param name="counts">Is told of gaps.</param>
/// <param name="onLost">Is called when the connection was lost: others are likely to be broken too.</param>
/// <param name="logger">Is told when nothing can be heard.</param>
internal sealed partial class PostgresChanges(PostgresSettings settings, StoreCounts counts, Action onLost, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>After so long without a notice the server is asked whether it is still there: a broken path is silent.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);

    private readonly NpgsqlDataSource source = NpgsqlDataSource.Create(settings.ForListening());
    private readonly string name = PostgresDatabase.NameOf(settings.ForListening());

    public async Task ListenAsync(Action<StoreChange> onChange, CancellationToken cancellationToken)
    {
        var told = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
                await BeginAsync(connection, onChange, cancellationToken).ConfigureAwait(false);
                if (told) LogHeardAgain(logger, name);
                (told, counts.Listening) = (false, true);
                onChange(new ChangesMissed());
                await HearAsync(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception failure) when (failure is not ObjectDisposedException)
            {
                if (counts.Listening)
                {
                    counts.Missed();
                    onLost();
                }

                if (!told) LogDeaf(logger, PostgresFaults.Wrap(failure, name).Message);
                (told, counts.Listening) = (true, false);
            }

            await Task.Delay(Pause, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        counts.Listening = false;
    }

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private static async Task BeginAsync(NpgsqlConnection connection, Action<StoreChange> onChange, CancellationToken cancellationToken)
    {
        var schema = await connection.ExecuteScalarAsync<string>(Sql.Command("SELECT current_schema()", null, cancellationToken))
            .ConfigureAwait(false);
        connection.Notification += (_, notice) =>
        {
            if (PostgresNotice.Read(notice.Payload, schema ?? "") is { } change) onChange(change);
        };
        await connection.ExecuteAsync(Sql.Command($"LISTEN {PostgresNotice.Channel}", null, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Ends by an exception only.</summary>
    private static async Task HearAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await connection.WaitAsync(LongestSilence, cancellationToken).ConfigureAwait(false))
                await connection.ExecuteAsync(Sql.Command("SELECT 1", null, cancellationToken)).ConfigureAwait(false);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Changes that other nodes make in the store are not heard: {Problem} It is tried again twice a second.")]
    private static partial void LogDeaf(ILogger logger, string problem);

    [LoggerMessage(LogLevel.Information, "Changes in the database {Name} are heard again; what was missed is looked up.")]
    private static partial void LogHeardAgain(ILogger logger, string name);
}

using Dapper;
using Npgsql;
using Parley.Core.Storage;
using Parley.Storage.Rows;

namespace Parley.Storage.Postgres;

/// <summary>
/// Brings a database to the newest schema, whose version is the one row of the table <c>parley_schema</c>. Of several nodes
/// that start at once one does it and the others wait: each step holds an advisory lock until its transaction ends.
/// </summary>
/// <param name="migrations">In order of their versions.</param>
internal sealed class PostgresMigrator(IReadOnlyList<PostgresMigration> migrations)
{
    /// <summary>Any number, the same for all builds: "parley" in ASCII.</summary>
    private const long Lock = 0x7061726C6579;

    /// <summary>A step may rewrite a large table, and the other nodes wait for it meanwhile.</summary>
    private static readonly TimeSpan LongestStep = TimeSpan.FromMinutes(10);

    /// <summary>The schema this build works with.</summary>
    public int Newest => migrations[^1].Version;

    public static async Task<int> VersionOfAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.ExecuteScalarAsync<bool>(Sql.Command(
            "SELECT to_regclass('parley_schema') IS NOT NULL", null, cancellationToken)).ConfigureAwait(false)
            ? await connection.ExecuteScalarAsync<int>(Sql.Command(
                "SELECT version FROM parley_schema", null, cancellationToken)).ConfigureAwait(false)
            : 0;

    /// <exception cref="SchemaTooNewException">A newer build was here before.</exception>
    /// <exception cref="StoreUnavailableException">The database does not keep its text in UTF-8.</exception>
    public async Task MigrateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await CheckEncodingAsync(connection, cancellationToken).ConfigureAwait(false);
        // A database that is as it should be is only looked at: a role without the right to change it can start.
        var version = await VersionOfAsync(connection, cancellationToken).ConfigureAwait(false);
        while (version < Newest) version = await StepAsync(connection, cancellationToken).ConfigureAwait(false);
        if (version > Newest)
            throw new SchemaTooNewException($"{connection.Database} at {connection.Host}", version, Newest);
    }

    /// <summary>The next step, unless another node has been faster; returns the version after it.</summary>
    private async Task<int> StepAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await RunAsync($"SELECT pg_advisory_xact_lock({Lock})").ConfigureAwait(false);
        // Whether the table is there may have changed while the lock was waited for, which to_regclass would not notice:
        // its cache is renewed by what locks a table only.
        await RunAsync("CREATE TABLE IF NOT EXISTS parley_schema (version integer NOT NULL)").ConfigureAwait(false);
        var version = await connection.ExecuteScalarAsync<int>(Sql.Command(
            "SELECT coalesce(max(version), 0) FROM parley_schema", null, transaction, cancellationToken)).ConfigureAwait(false);
        if (migrations.FirstOrDefault(m => m.Version > version) is not { } next) return version;

        await RunAsync(next.Sql).ConfigureAwait(false);
        await RunAsync("DELETE FROM parley_schema").ConfigureAwait(false);
        await RunAsync($"INSERT INTO parley_schema (version) VALUES ({next.Version})").ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return next.Version;

        async Task RunAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction) { CommandTimeout = (int)LongestStep.TotalSeconds };
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>In another encoding some names could not be kept, and the order of account ids would be another.</summary>
    private static async Task CheckEncodingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var encoding = await connection.ExecuteScalarAsync<string>(Sql.Command("SHOW server_encoding", null, cancellationToken))
            .ConfigureAwait(false);
        if (encoding != "UTF8")
        {
            throw new StoreUnavailableException(
                $"The database {connection.Database} keeps text as {encoding}. Parley needs UTF8: "
                + "CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0.");
        }
    }
}

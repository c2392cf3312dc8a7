using Dapper;
using Parley.Storage.Rows;

namespace Parley.Storage.Postgres;

/// <summary>
/// A lock a room, for all nodes: an advisory lock that ends with its transaction, and so with its node. On a few
/// connections of their own, as who holds one needs another for what it does meanwhile: from one pool all might be held by
/// those who wait.
/// </summary>
internal sealed class PostgresLocks(PostgresSettings settings, StoreCounts counts) : IAsyncDisposable
{
    private readonly PostgresDatabase database = new(settings with { MaxConnections = PostgresSettings.ConnectionsForLocks }, counts);

    public Task<IAsyncDisposable> TakeAsync(Guid roomId, CancellationToken cancellationToken) =>
        database.HoldAsync(
            (connection, end) => connection.ExecuteAsync(Sql.Command(
                "SELECT pg_advisory_xact_lock(hashtextextended(@Name, 0))", new { Name = $"members of {Sql.Key(roomId)}" }, end)),
            cancellationToken);

    /// <inheritdoc cref="PostgresDatabase.Renew"/>
    public void Renew() => database.Renew();

    public ValueTask DisposeAsync() => database.DisposeAsync();
}

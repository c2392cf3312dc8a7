using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>worlds</c>.</summary>
internal static class WorldRows
{
    public static Task PutAsync(DbConnection connection, WorldRecord world, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO worlds (id, hash, file, changed_at) VALUES (@WorldId, @Hash, @File, @ChangedAt)
            ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, file = excluded.file, changed_at = excluded.changed_at
            """,
            new { world.WorldId, world.Hash, world.File, ChangedAt = Time.Of(world.ChangedAt) },
            cancellationToken));

    public static async Task<WorldRecord?> FindAsync(DbConnection connection, string worldId, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(Sql.Command(
            "SELECT id AS WorldId, hash AS Hash, file AS File, changed_at AS ChangedAt FROM worlds WHERE id = @WorldId",
            new { WorldId = worldId },
            cancellationToken)).ConfigureAwait(false))?.ToRecord();

    public static async Task<IReadOnlyDictionary<string, string>> ListAsync(DbConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<(string WorldId, string Hash)>(
            Sql.Command("SELECT id, hash FROM worlds", null, cancellationToken)).ConfigureAwait(false)).ToDictionary(w => w.WorldId, w => w.Hash);

    private sealed class Row
    {
        public required string WorldId { get; init; }

        public required string Hash { get; init; }

        public byte[]? File { get; init; }

        public long ChangedAt { get; init; }

        public WorldRecord ToRecord() => new(WorldId, Hash, File, Time.From(ChangedAt));
    }
}

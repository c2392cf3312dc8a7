using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>files</c>.</summary>
internal static class FileRows
{
    public static Task PutAsync(DbConnection connection, FileRecord file, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO files (name, hash, content, changed_at) VALUES (@Name, @Hash, @Content, @ChangedAt)
            ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, content = excluded.content, changed_at = excluded.changed_at
            """,
            new { file.Name, file.Hash, file.Content, ChangedAt = Time.Of(file.ChangedAt) },
            cancellationToken));

    public static async Task<FileRecord?> FindAsync(DbConnection connection, string name, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(Sql.Command(
            "SELECT name AS Name, hash AS Hash, content AS Content, changed_at AS ChangedAt FROM files WHERE name = @Name",
            new { Name = name },
            cancellationToken)).ConfigureAwait(false))?.ToRecord();

    public static async Task<IReadOnlyDictionary<string, string>> ListAsync(DbConnection connection, CancellationToken cancellationToken) =>
        (await connection.QueryAsync<(string Name, string Hash)>(
            Sql.Command("SELECT name, hash FROM files", null, cancellationToken)).ConfigureAwait(false)).ToDictionary(f => f.Name, f => f.Hash);

    private sealed class Row
    {
        public required string Name { get; init; }

        public required string Hash { get; init; }

        public byte[]? Content { get; init; }

        public long ChangedAt { get; init; }

        public FileRecord ToRecord() => new(Name, Hash, Content, Time.From(ChangedAt));
    }
}

using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>rooms</c>.</summary>
internal static class RoomRows
{
    public static async Task<RoomRecord?> FindAsync(DbConnection connection, Guid id, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(Sql.Command(
            "SELECT id AS Id, name AS Name, created_at AS CreatedAt, updated_at AS UpdatedAt FROM rooms WHERE id = @Id",
            new { Id = Sql.Key(id) },
            cancellationToken)).ConfigureAwait(false))?.ToRecord();

    public static async Task<bool> CreateAsync(
        DbConnection connection, RoomRecord room, string ownerId, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        var added = await connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO rooms (id, name, created_at, updated_at) VALUES (@Id, @Name, @CreatedAt, @UpdatedAt)
            ON CONFLICT DO NOTHING
            """,
            new { Id = Sql.Key(room.Id), room.Name, CreatedAt = Time.Of(room.CreatedAt), UpdatedAt = Time.Of(room.UpdatedAt) },
            transaction,
            cancellationToken)).ConfigureAwait(false);
        if (added == 0) return false;

        var owner = new MemberRecord(room.Id, ownerId, MemberRecord.Owner, room.CreatedAt);
        await MemberRows.PutAsync(connection, owner, cancellationToken, transaction).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    public static async Task<RoomRecord?> RenameAsync(
        DbConnection connection, Guid id, string name, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var renamed = await connection.ExecuteAsync(Sql.Command(
            "UPDATE rooms SET name = @Name, updated_at = @At WHERE id = @Id",
            new { Id = Sql.Key(id), Name = name, At = Time.Of(at) },
            cancellationToken)).ConfigureAwait(false);
        return renamed == 0 ? null : await FindAsync(connection, id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Memberships go with it: the foreign key cascades.</summary>
    public static async Task<bool> DeleteAsync(DbConnection connection, Guid id, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(Sql.Command(
            "DELETE FROM rooms WHERE id = @Id", new { Id = Sql.Key(id) }, cancellationToken)).ConfigureAwait(false) > 0;

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public long CreatedAt { get; init; }

        public long UpdatedAt { get; init; }

        public RoomRecord ToRecord() => new(Guid.Parse(Id), Name, Time.From(CreatedAt), Time.From(UpdatedAt));
    }
}

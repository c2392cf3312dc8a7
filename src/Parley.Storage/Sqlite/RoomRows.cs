using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Core.Storage;

namespace Parley.Storage.Sqlite;

/// <summary>The table <c>rooms</c>.</summary>
internal static class RoomRows
{
    public static RoomRecord? Find(SqliteConnection connection, Guid id) =>
        connection.QuerySingleOrDefault<Row>(
            "SELECT id AS Id, name AS Name, created_at AS CreatedAt, updated_at AS UpdatedAt FROM rooms WHERE id = @Id",
            new { Id = Key(id) })?.ToRecord();

    public static bool Create(SqliteConnection connection, RoomRecord room, string ownerId)
    {
        using var transaction = connection.BeginTransaction();
        var added = connection.Execute(
            """
            INSERT INTO rooms (id, name, created_at, updated_at) VALUES (@Id, @Name, @CreatedAt, @UpdatedAt)
            ON CONFLICT DO NOTHING
            """,
            new { Id = Key(room.Id), room.Name, CreatedAt = Time.Of(room.CreatedAt), UpdatedAt = Time.Of(room.UpdatedAt) },
            transaction);
        if (added == 0) return false;

        MemberRows.Put(connection, new MemberRecord(room.Id, ownerId, MemberRecord.Owner, room.CreatedAt), transaction);
        transaction.Commit();
        return true;
    }

    public static RoomRecord? Rename(SqliteConnection connection, Guid id, string name, DateTimeOffset at)
    {
        var renamed = connection.Execute(
            "UPDATE rooms SET name = @Name, updated_at = @At WHERE id = @Id", new { Id = Key(id), Name = name, At = Time.Of(at) });
        return renamed == 0 ? null : Find(connection, id);
    }

    /// <summary>Memberships go with it: the foreign key cascades.</summary>
    public static bool Delete(SqliteConnection connection, Guid id) =>
        connection.Execute("DELETE FROM rooms WHERE id = @Id", new { Id = Key(id) }) > 0;

    public static string Key(Guid id) => id.ToString("D");

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string Name { get; init; }

        public long CreatedAt { get; init; }

        public long UpdatedAt { get; init; }

        public RoomRecord ToRecord() => new(Guid.Parse(Id), Name, Time.From(CreatedAt), Time.From(UpdatedAt));
    }
}

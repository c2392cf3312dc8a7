using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Core.Storage;

namespace Parley.Storage.Sqlite;

/// <summary>The table <c>guests</c>. A row whose time has come counts as gone, swept or not.</summary>
internal static class GuestRows
{
    private const string Living = "WHERE session_id = @SessionId AND expires_at > @Now";

    public static void Create(SqliteConnection connection, GuestRecord guest) =>
        connection.Execute(
            """
            INSERT INTO guests (session_id, user_id, username, location, gender, language, created_at, expires_at)
            VALUES (@SessionId, @UserId, @Username, @Location, @Gender, @Language, @CreatedAt, @ExpiresAt)
            """,
            new
            {
                SessionId = RoomRows.Key(guest.SessionId),
                guest.UserId,
                guest.Username,
                guest.Location,
                guest.Gender,
                guest.Language,
                CreatedAt = Time.Of(guest.CreatedAt),
                ExpiresAt = Time.Of(guest.ExpiresAt),
            });

    public static GuestRecord? Find(SqliteConnection connection, Guid sessionId, DateTimeOffset now) =>
        connection.QuerySingleOrDefault<Row>(
            $"""
            SELECT session_id AS SessionId, user_id AS UserId, username AS Username, location AS Location, gender AS Gender,
            language AS Language, created_at AS CreatedAt, expires_at AS ExpiresAt FROM guests {Living}
            """,
            new { SessionId = RoomRows.Key(sessionId), Now = Time.Of(now) })?.ToRecord();

    public static bool Touch(SqliteConnection connection, Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now) =>
        connection.Execute(
            $"UPDATE guests SET expires_at = max(expires_at, @ExpiresAt) {Living}",
            new { SessionId = RoomRows.Key(sessionId), ExpiresAt = Time.Of(expiresAt), Now = Time.Of(now) }) > 0;

    public static GuestRecord? SetLocation(
        SqliteConnection connection, Guid sessionId, string? location, DateTimeOffset now)
    {
        var changed = connection.Execute(
            $"UPDATE guests SET location = @Location {Living}",
            new { SessionId = RoomRows.Key(sessionId), Location = location, Now = Time.Of(now) });
        return changed == 0 ? null : Find(connection, sessionId, now);
    }

    public static bool Remove(SqliteConnection connection, Guid sessionId) =>
        connection.Execute(
            "DELETE FROM guests WHERE session_id = @SessionId", new { SessionId = RoomRows.Key(sessionId) }) > 0;

    public static int RemoveExpired(SqliteConnection connection, DateTimeOffset now) =>
        connection.Execute("DELETE FROM guests WHERE expires_at <= @Now", new { Now = Time.Of(now) });

    public static int Count(SqliteConnection connection, DateTimeOffset now) =>
        connection.ExecuteScalar<int>("SELECT count(*) FROM guests WHERE expires_at > @Now", new { Now = Time.Of(now) });

    private sealed class Row
    {
        public required string SessionId { get; init; }

        public required string UserId { get; init; }

        public required string Username { get; init; }

        public string? Location { get; init; }

        public string? Gender { get; init; }

        public string? Language { get; init; }

        public long CreatedAt { get; init; }

        public long ExpiresAt { get; init; }

        public GuestRecord ToRecord() => new(
            Guid.Parse(SessionId), UserId, Username, Location, Gender, Language, Time.From(CreatedAt), Time.From(ExpiresAt));
    }
}

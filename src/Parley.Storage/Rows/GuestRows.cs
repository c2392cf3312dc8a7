using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>guests</c>. A row whose time has come counts as gone, swept or not.</summary>
internal static class GuestRows
{
    private const string Living = "WHERE session_id = @SessionId AND expires_at > @Now";

    /// <summary>A session whose id is there was written before: it is told so when the answer to it was lost.</summary>
    public static Task CreateAsync(DbConnection connection, GuestRecord guest, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO guests (session_id, user_id, username, location, gender, language, created_at, expires_at)
            VALUES (@SessionId, @UserId, @Username, @Location, @Gender, @Language, @CreatedAt, @ExpiresAt)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                SessionId = Sql.Key(guest.SessionId),
                guest.UserId,
                guest.Username,
                guest.Location,
                guest.Gender,
                guest.Language,
                CreatedAt = Time.Of(guest.CreatedAt),
                ExpiresAt = Time.Of(guest.ExpiresAt),
            },
            cancellationToken));

    public static async Task<GuestRecord?> FindAsync(
        DbConnection connection, Guid sessionId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(Sql.Command(
            $"""
            SELECT session_id AS SessionId, user_id AS UserId, username AS Username, location AS Location, gender AS Gender,
            language AS Language, created_at AS CreatedAt, expires_at AS ExpiresAt FROM guests {Living}
            """,
            new { SessionId = Sql.Key(sessionId), Now = Time.Of(now) },
            cancellationToken)).ConfigureAwait(false))?.ToRecord();

    public static async Task<bool> TouchAsync(
        DbConnection connection, Guid sessionId, DateTimeOffset expiresAt, DateTimeOffset now, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(Sql.Command(
            $"UPDATE guests SET expires_at = CASE WHEN expires_at < @ExpiresAt THEN @ExpiresAt ELSE expires_at END {Living}",
            new { SessionId = Sql.Key(sessionId), ExpiresAt = Time.Of(expiresAt), Now = Time.Of(now) },
            cancellationToken)).ConfigureAwait(false) > 0;

    public static async Task<GuestRecord?> SetLocationAsync(
        DbConnection connection, Guid sessionId, string? location, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await connection.ExecuteAsync(Sql.Command(
            $"UPDATE guests SET location = @Location {Living}",
            new { SessionId = Sql.Key(sessionId), Location = location, Now = Time.Of(now) },
            cancellationToken)).ConfigureAwait(false);
        return changed == 0 ? null : await FindAsync(connection, sessionId, now, cancellationToken).ConfigureAwait(false);
    }

    public static async Task<bool> RemoveAsync(DbConnection connection, Guid sessionId, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(Sql.Command(
            "DELETE FROM guests WHERE session_id = @SessionId", new { SessionId = Sql.Key(sessionId) }, cancellationToken))
            .ConfigureAwait(false) > 0;

    /// <summary>Removes the expired, and returns whose they were.</summary>
    public static async Task<IReadOnlyList<Guid>> RemoveExpiredAsync(
        DbConnection connection, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var removed = await connection.QueryAsync<string>(Sql.Command(
            "DELETE FROM guests WHERE expires_at <= @Now RETURNING session_id", new { Now = Time.Of(now) }, cancellationToken))
            .ConfigureAwait(false);
        return [.. removed.Select(Guid.Parse)];
    }

    public static Task<int> CountAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteScalarAsync<int>(Sql.Command(
            "SELECT count(*) FROM guests WHERE expires_at > @Now", new { Now = Time.Of(now) }, cancellationToken));

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

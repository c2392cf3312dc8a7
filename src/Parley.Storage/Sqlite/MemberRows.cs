using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Core.Storage;

namespace Parley.Storage.Sqlite;

/// <summary>The table <c>members</c>.</summary>
internal static class MemberRows
{
    private const string Select =
        "SELECT room_id AS RoomId, account_id AS AccountId, role AS Role, joined_at AS JoinedAt, left_at AS LeftAt FROM members";

    public static MemberRecord? Find(SqliteConnection connection, Guid roomId, string accountId) =>
        connection.QuerySingleOrDefault<Row>(
            $"{Select} WHERE room_id = @RoomId AND account_id = @AccountId",
            new { RoomId = RoomRows.Key(roomId), AccountId = accountId })?.ToRecord();

    /// <summary>Text compares by its bytes here, which for UTF-8 is the order of code points.</summary>
    public static IReadOnlyList<MemberRecord> List(SqliteConnection connection, Guid roomId, string? after, int limit) =>
        [.. connection.Query<Row>(
            $"""
            {Select} WHERE room_id = @RoomId AND account_id > @After AND left_at IS NULL AND role >= {MemberRecord.Member}
            ORDER BY account_id LIMIT @Limit
            """,
            new { RoomId = RoomRows.Key(roomId), After = after ?? "", Limit = limit }).Select(r => r.ToRecord())];

    public static bool Put(SqliteConnection connection, MemberRecord member, SqliteTransaction? transaction = null) =>
        connection.Execute(
            """
            INSERT INTO members (room_id, account_id, role, joined_at, left_at)
            SELECT id, @AccountId, @Role, @JoinedAt, @LeftAt FROM rooms WHERE id = @RoomId
            ON CONFLICT (room_id, account_id) DO UPDATE
            SET role = excluded.role, joined_at = excluded.joined_at, left_at = excluded.left_at
            """,
            new
            {
                RoomId = RoomRows.Key(member.RoomId),
                member.AccountId,
                member.Role,
                JoinedAt = Time.Of(member.JoinedAt),
                LeftAt = member.LeftAt is { } left ? Time.Of(left) : (long?)null,
            },
            transaction) > 0;

    public static bool Remove(SqliteConnection connection, Guid roomId, string accountId, DateTimeOffset at) =>
        connection.Execute(
            $"""
            UPDATE members SET left_at = @At
            WHERE room_id = @RoomId AND account_id = @AccountId AND left_at IS NULL AND role >= {MemberRecord.Member}
            """,
            new { RoomId = RoomRows.Key(roomId), AccountId = accountId, At = Time.Of(at) }) > 0;

    private sealed class Row
    {
        public required string RoomId { get; init; }

        public required string AccountId { get; init; }

        public int Role { get; init; }

        public long JoinedAt { get; init; }

        public long? LeftAt { get; init; }

        public MemberRecord ToRecord() => new(
            Guid.Parse(RoomId), AccountId, Role, Time.From(JoinedAt), LeftAt is { } left ? Time.From(left) : null);
    }
}

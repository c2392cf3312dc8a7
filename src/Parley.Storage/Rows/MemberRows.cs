using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>members</c>.</summary>
internal static class MemberRows
{
    private const string Select =
        "SELECT room_id AS RoomId, account_id AS AccountId, role AS Role, joined_at AS JoinedAt, left_at AS LeftAt FROM members";

    public static async Task<MemberRecord?> FindAsync(
        DbConnection connection, Guid roomId, string accountId, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(Sql.Command(
            $"{Select} WHERE room_id = @RoomId AND account_id = @AccountId",
            new { RoomId = Sql.Key(roomId), AccountId = accountId },
            cancellationToken)).ConfigureAwait(false))?.ToRecord();

    /// <summary>Text compares by its bytes in these tables, which for UTF-8 is the order of code points.</summary>
    public static async Task<IReadOnlyList<MemberRecord>> ListAsync(
        DbConnection connection, Guid roomId, string? after, int limit, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<Row>(Sql.Command(
            $"""
            {Select} WHERE room_id = @RoomId AND account_id > @After AND left_at IS NULL AND role >= {MemberRecord.Member}
            ORDER BY account_id LIMIT @Limit
            """,
            new { RoomId = Sql.Key(roomId), After = after ?? "", Limit = limit },
            cancellationToken)).ConfigureAwait(false);
        return [.. rows.Select(r => r.ToRecord())];
    }

    public static async Task<bool> PutAsync(
        DbConnection connection, MemberRecord member, CancellationToken cancellationToken, DbTransaction? transaction = null) =>
        await connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO members (room_id, account_id, role, joined_at, left_at)
            SELECT id, @AccountId, @Role, @JoinedAt, @LeftAt FROM rooms WHERE id = @RoomId
            ON CONFLICT (room_id, account_id) DO UPDATE
            SET role = excluded.role, joined_at = excluded.joined_at, left_at = excluded.left_at
            """,
            new
            {
                RoomId = Sql.Key(member.RoomId),
                member.AccountId,
                member.Role,
                JoinedAt = Time.Of(member.JoinedAt),
                LeftAt = member.LeftAt is { } left ? Time.Of(left) : (long?)null,
            },
            transaction,
            cancellationToken)).ConfigureAwait(false) > 0;

    public static async Task<bool> RemoveAsync(
        DbConnection connection, Guid roomId, string accountId, DateTimeOffset at, CancellationToken cancellationToken) =>
        await connection.ExecuteAsync(Sql.Command(
            $"""
            UPDATE members SET left_at = @At
            WHERE room_id = @RoomId AND account_id = @AccountId AND left_at IS NULL AND role >= {MemberRecord.Member}
            """,
            new { RoomId = Sql.Key(roomId), AccountId = accountId, At = Time.Of(at) },
            cancellationToken)).ConfigureAwait(false) > 0;

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

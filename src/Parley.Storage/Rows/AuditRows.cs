using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>audit</c>.</summary>
internal static class AuditRows
{
    private const string Columns =
        """
        id AS Id, at AS At, actor_id AS ActorId, action AS Action, target_id AS TargetId, workspace_id AS WorkspaceId,
        room AS Room, zone AS Zone, duration_seconds AS DurationSeconds, refusal AS Refusal
        """;

    /// <summary>An entry whose id is there was written before: it is told so when the answer to it was lost.</summary>
    public static Task AddAsync(DbConnection connection, AuditRecord entry, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO audit
                (id, at, actor_id, action, target_id, workspace_id, room, zone, duration_seconds, refusal)
            VALUES
                (@Id, @At, @ActorId, @Action, @TargetId, @WorkspaceId, @Room, @Zone, @DurationSeconds, @Refusal)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                Id = Sql.Key(entry.Id),
                At = Time.Of(entry.At),
                entry.ActorId,
                entry.Action,
                entry.TargetId,
                entry.WorkspaceId,
                entry.Room,
                entry.Zone,
                entry.DurationSeconds,
                entry.Refusal,
            },
            cancellationToken));

    /// <summary>The text of such ids sorts as they do, so both ways walk an index backwards.</summary>
    public static async Task<IReadOnlyList<AuditRecord>> ListAsync(
        DbConnection connection, string? workspaceId, Guid? before, int limit, CancellationToken cancellationToken)
    {
        var conditions = new List<string>(2);
        if (workspaceId is not null) conditions.Add("workspace_id = @WorkspaceId");
        if (before is not null) conditions.Add("id < @Before");
        var where = conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";
        var rows = await connection.QueryAsync<Row>(Sql.Command(
            $"SELECT {Columns} FROM audit {where} ORDER BY id DESC LIMIT @Limit",
            new { WorkspaceId = workspaceId, Before = before is { } id ? Sql.Key(id) : null, Limit = limit },
            cancellationToken)).ConfigureAwait(false);
        return [.. rows.Select(r => r.ToRecord())];
    }

    private sealed class Row
    {
        public required string Id { get; init; }

        public long At { get; init; }

        public required string ActorId { get; init; }

        public required string Action { get; init; }

        public required string TargetId { get; init; }

        public required string WorkspaceId { get; init; }

        public required string Room { get; init; }

        public string? Zone { get; init; }

        public int? DurationSeconds { get; init; }

        public string? Refusal { get; init; }

        public AuditRecord ToRecord() => new(
            Guid.Parse(Id), Time.From(At), ActorId, Action, TargetId, WorkspaceId, Room, Zone, DurationSeconds, Refusal);
    }
}

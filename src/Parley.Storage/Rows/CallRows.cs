using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>calls</c>.</summary>
internal static class CallRows
{
    private const string Columns =
        """
        id AS Id, caller_id AS CallerId, callee_id AS CalleeId, kind AS Kind, started_at AS StartedAt,
        answered_at AS AnsweredAt, ended_at AS EndedAt, end_reason AS EndReason
        """;

    /// <summary>A call whose id is there was written before: it is told so when the answer to it was lost.</summary>
    public static Task AddAsync(DbConnection connection, CallRecord call, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO calls (id, caller_id, callee_id, kind, started_at, answered_at, ended_at, end_reason)
            VALUES (@Id, @CallerId, @CalleeId, @Kind, @StartedAt, @AnsweredAt, @EndedAt, @EndReason)
            ON CONFLICT DO NOTHING
            """,
            new
            {
                Id = Sql.Key(call.Id),
                call.CallerId,
                call.CalleeId,
                call.Kind,
                StartedAt = Time.Of(call.StartedAt),
                AnsweredAt = call.AnsweredAt is { } answered ? Time.Of(answered) : (long?)null,
                EndedAt = Time.Of(call.EndedAt),
                call.EndReason,
            },
            cancellationToken));

    /// <summary>UNION, not OR: each half walks its own index. Who called himself would be listed once all the same.</summary>
    public static async Task<IReadOnlyList<CallRecord>> ListAsync(
        DbConnection connection, string userId, int limit, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<Row>(Sql.Command(
            $"""
            SELECT {Columns} FROM calls WHERE caller_id = @UserId
            UNION
            SELECT {Columns} FROM calls WHERE callee_id = @UserId
            ORDER BY StartedAt DESC, Id LIMIT @Limit
            """,
            new { UserId = userId, Limit = limit },
            cancellationToken)).ConfigureAwait(false);
        return [.. rows.Select(r => r.ToRecord())];
    }

    private sealed class Row
    {
        public required string Id { get; init; }

        public required string CallerId { get; init; }

        public required string CalleeId { get; init; }

        public required string Kind { get; init; }

        public long StartedAt { get; init; }

        public long? AnsweredAt { get; init; }

        public long EndedAt { get; init; }

        public required string EndReason { get; init; }

        public CallRecord ToRecord() => new(
            Guid.Parse(Id), CallerId, CalleeId, Kind, Time.From(StartedAt),
            AnsweredAt is { } answered ? Time.From(answered) : null, Time.From(EndedAt), EndReason);
    }
}

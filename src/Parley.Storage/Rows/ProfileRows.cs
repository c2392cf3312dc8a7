using System.Data.Common;
using Dapper;
using Parley.Core.Storage;

namespace Parley.Storage.Rows;

/// <summary>The table <c>profiles</c>.</summary>
internal static class ProfileRows
{
    public static async Task<ProfileRecord?> FindAsync(
        DbConnection connection, string accountId, CancellationToken cancellationToken) =>
        (await connection.QuerySingleOrDefaultAsync<Row>(Sql.Command(
            """
            SELECT account_id AS AccountId, name AS Name, nick AS Nick, profile AS Profile, updated_at AS UpdatedAt
            FROM profiles WHERE account_id = @AccountId
            """,
            new { AccountId = accountId },
            cancellationToken)).ConfigureAwait(false))?.ToRecord();

    public static Task PutAsync(DbConnection connection, ProfileRecord profile, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(Sql.Command(
            """
            INSERT INTO profiles (account_id, name, nick, profile, updated_at)
            VALUES (@AccountId, @Name, @Nick, @ProfileJson, @UpdatedAt)
            ON CONFLICT (account_id) DO UPDATE
            SET name = excluded.name, nick = excluded.nick, profile = excluded.profile, updated_at = excluded.updated_at
            """,
            new { profile.AccountId, profile.Name, profile.Nick, profile.ProfileJson, UpdatedAt = Time.Of(profile.UpdatedAt) },
            cancellationToken));

    private sealed class Row
    {
        public required string AccountId { get; init; }

        public required string Name { get; init; }

        public string? Nick { get; init; }

        public required string Profile { get; init; }

        public long UpdatedAt { get; init; }

        public ProfileRecord ToRecord() => new(AccountId, Name, Nick, Profile, Time.From(UpdatedAt));
    }
}

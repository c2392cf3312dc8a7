using Dapper;
using Microsoft.Data.Sqlite;
using Parley.Core.Storage;

namespace Parley.Storage.Sqlite;

/// <summary>The table <c>profiles</c>.</summary>
internal static class ProfileRows
{
    public static ProfileRecord? Find(SqliteConnection connection, string accountId) =>
        connection.QuerySingleOrDefault<Row>(
            """
            SELECT account_id AS AccountId, name AS Name, nick AS Nick, profile AS Profile, updated_at AS UpdatedAt
            FROM profiles WHERE account_id = @AccountId
            """,
            new { AccountId = accountId })?.ToRecord();

    public static void Put(SqliteConnection connection, ProfileRecord profile) =>
        connection.Execute(
            """
            INSERT INTO profiles (account_id, name, nick, profile, updated_at)
            VALUES (@AccountId, @Name, @Nick, @ProfileJson, @UpdatedAt)
            ON CONFLICT (account_id) DO UPDATE
            SET name = excluded.name, nick = excluded.nick, profile = excluded.profile, updated_at = excluded.updated_at
            """,
            new { profile.AccountId, profile.Name, profile.Nick, profile.ProfileJson, UpdatedAt = Time.Of(profile.UpdatedAt) });

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

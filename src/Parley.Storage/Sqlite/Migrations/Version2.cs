namespace Parley.Storage.Sqlite.Migrations;

/// <summary>Guests' sessions and the calls they had. A call outlives the sessions of who was in it.</summary>
internal static class Version2
{
    public static SqliteMigration Migration { get; } = new(2, """
        CREATE TABLE guests (
            session_id TEXT NOT NULL PRIMARY KEY,
            user_id TEXT NOT NULL,
            username TEXT NOT NULL,
            location TEXT NULL,
            gender TEXT NULL,
            language TEXT NULL,
            created_at INTEGER NOT NULL,
            expires_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE INDEX guests_by_expiry ON guests (expires_at);

        CREATE TABLE calls (
            id TEXT NOT NULL PRIMARY KEY,
            caller_id TEXT NOT NULL,
            callee_id TEXT NOT NULL,
            kind TEXT NOT NULL,
            started_at INTEGER NOT NULL,
            answered_at INTEGER NULL,
            ended_at INTEGER NOT NULL,
            end_reason TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE INDEX calls_by_caller ON calls (caller_id, started_at);

        CREATE INDEX calls_by_callee ON calls (callee_id, started_at)
        """);
}

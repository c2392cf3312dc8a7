namespace Parley.Storage.Sqlite.Migrations;

/// <summary>Rooms, members, profiles. Ids are text as on the wire; times are Unix milliseconds.</summary>
internal static class Version1
{
    public static SqliteMigration Migration { get; } = new(1, """
        CREATE TABLE rooms (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE members (
            room_id TEXT NOT NULL REFERENCES rooms (id) ON DELETE CASCADE,
            account_id TEXT NOT NULL,
            role INTEGER NOT NULL,
            joined_at INTEGER NOT NULL,
            left_at INTEGER NULL,
            PRIMARY KEY (room_id, account_id)
        ) WITHOUT ROWID;

        CREATE TABLE profiles (
            account_id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            nick TEXT NULL,
            profile TEXT NOT NULL,
            updated_at INTEGER NOT NULL
        ) WITHOUT ROWID
        """);
}

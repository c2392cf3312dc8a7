namespace Parley.Storage.Sqlite.Migrations;

/// <summary>World files that are written by REST where there are several nodes.</summary>
internal static class Version4
{
    public static SqliteMigration Migration { get; } = new(4, """
        CREATE TABLE worlds (
            id TEXT NOT NULL PRIMARY KEY,
            hash TEXT NOT NULL,
            file BLOB NULL,
            changed_at INTEGER NOT NULL
        ) WITHOUT ROWID
        """);
}

namespace Parley.Storage.Sqlite.Migrations;

/// <summary>Files that all nodes share.</summary>
internal static class Version4
{
    public static SqliteMigration Migration { get; } = new(4, """
        CREATE TABLE files (
            name TEXT NOT NULL PRIMARY KEY,
            hash TEXT NOT NULL,
            content BLOB NULL,
            changed_at INTEGER NOT NULL
        ) WITHOUT ROWID
        """);
}

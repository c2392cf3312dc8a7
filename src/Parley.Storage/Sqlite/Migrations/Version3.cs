namespace Parley.Storage.Sqlite.Migrations;

/// <summary>What moderators did. The ids are ordered by time, so the key is the order, too.</summary>
internal static class Version3
{
    public static SqliteMigration Migration { get; } = new(3, """
        CREATE TABLE audit (
            id TEXT NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            actor_id TEXT NOT NULL,
            action TEXT NOT NULL,
            target_id TEXT NOT NULL,
            workspace_id TEXT NOT NULL,
            room TEXT NOT NULL,
            zone TEXT NULL,
            duration_seconds INTEGER NULL,
            refusal TEXT NULL
        ) WITHOUT ROWID;

        CREATE INDEX audit_by_workspace ON audit (workspace_id, id)
        """);
}

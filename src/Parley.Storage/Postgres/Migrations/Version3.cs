namespace Parley.Storage.Postgres.Migrations;

/// <summary>Files that all nodes share, and that they were written.</summary>
internal static class Version3
{
    public static PostgresMigration Migration { get; } = new(3, """
        CREATE TABLE files (
            name text COLLATE "C" PRIMARY KEY,
            hash text NOT NULL,
            content bytea NULL,
            changed_at bigint NOT NULL
        );

        CREATE TRIGGER tell_file AFTER INSERT OR UPDATE ON files FOR EACH ROW
            EXECUTE FUNCTION parley_tell_change('file', 'name')
        """);
}

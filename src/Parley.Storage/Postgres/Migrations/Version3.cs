namespace Parley.Storage.Postgres.Migrations;

/// <summary>World files that are written by REST, and that they were.</summary>
internal static class Version3
{
    public static PostgresMigration Migration { get; } = new(3, """
        CREATE TABLE worlds (
            id text COLLATE "C" PRIMARY KEY,
            hash text NOT NULL,
            file bytea NULL,
            changed_at bigint NOT NULL
        );

        CREATE TRIGGER tell_world AFTER INSERT OR UPDATE ON worlds FOR EACH ROW
            EXECUTE FUNCTION parley_tell_change('world', 'id')
        """);
}

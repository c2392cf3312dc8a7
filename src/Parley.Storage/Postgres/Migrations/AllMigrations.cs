namespace Parley.Storage.Postgres.Migrations;

/// <summary>Every version of the schema, oldest first. A new one is a new file and a line here.</summary>
internal static class AllMigrations
{
    public static IReadOnlyList<PostgresMigration> InOrder { get; } = [Version1.Migration, Version2.Migration, Version3.Migration];
}

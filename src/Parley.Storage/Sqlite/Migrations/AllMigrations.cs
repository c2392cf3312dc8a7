namespace Parley.Storage.Sqlite.Migrations;

/// <summary>Every version of the schema, oldest first. A new one is a new file and a line here.</summary>
internal static class AllMigrations
{
    public static IReadOnlyList<SqliteMigration> InOrder { get; } = [Version1.Migration, Version2.Migration, Version3.Migration, Version4.Migration];
}

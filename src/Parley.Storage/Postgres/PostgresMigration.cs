namespace Parley.Storage.Postgres;

/// <summary>A step from one version of the schema to the next. Once released, a step is never edited.</summary>
/// <param name="Version">The version it leads to; the first is 1.</param>
/// <param name="Sql">Runs in one transaction with the change of version.</param>
internal sealed record PostgresMigration(int Version, string Sql);

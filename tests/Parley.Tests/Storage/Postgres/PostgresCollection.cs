namespace Parley.Tests.Storage.Postgres;

/// <summary>Tests on one PostgreSQL, one after another: some of them stop it.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}

using Parley.Tests.Storage.Postgres;

namespace Parley.Tests.Cluster;

/// <summary>Tests on a RabbitMQ and a PostgreSQL that nobody kills, beside those of <see cref="ClusterCollection"/>: all of them wait more than they compute.</summary>
[CollectionDefinition(Name)]
public sealed class QuietCollection : ICollectionFixture<RabbitBroker>, ICollectionFixture<PostgresServer>
{
    public const string Name = "RabbitMQ that stays";
}

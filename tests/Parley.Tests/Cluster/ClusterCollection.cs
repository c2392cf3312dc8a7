namespace Parley.Tests.Cluster;

/// <summary>Tests on one RabbitMQ, one after another: one of them kills it.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<RabbitBroker>
{
    public const string Name = "RabbitMQ";
}

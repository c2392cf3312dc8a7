namespace Parley.Server.Options;

/// <summary><c>Parley:Cluster</c>.</summary>
internal sealed class ClusterSection
{
    /// <summary>The broker that nodes find each other by: <c>amqp://</c> or <c>amqps://</c>; absent, this node is the only one.</summary>
    public string? RabbitMq { get; set; }
}

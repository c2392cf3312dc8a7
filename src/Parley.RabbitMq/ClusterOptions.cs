namespace Parley.RabbitMq;

/// <summary>How nodes find each other.</summary>
/// <param name="Broker">An <c>amqp://</c> or <c>amqps://</c> address, credentials and virtual host in it. Never logged.</param>
public sealed record ClusterOptions(Uri Broker);

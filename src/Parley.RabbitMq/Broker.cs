using System.Net.Security;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using RabbitMQ.Client.Exceptions;

namespace Parley.RabbitMq;

/// <summary>
/// The connection to the broker: one, with a channel for messages and one for shards' queues. When it is lost, so are the
/// shards; whoever uses it connects again, to a new one.
/// </summary>
internal sealed class Broker(Uri address)
{
    private const string Nodes = "parley.nodes";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);

    private IConnection? connection;
    private IChannel? messages;
    private IChannel? locks;

    public bool IsOpen => connection is { IsOpen: true } && messages is { IsOpen: true };

    /// <summary>Whether that is how it shows that the broker does not answer, or that the connection was lost.</summary>
    public static bool IsSilence(Exception failure) =>
        failure is OperationCanceledException or TimeoutException or RabbitMQClientException or IOException;

    /// <summary>Connects, and takes what comes for this node from then on, one message at a time.</summary>
    /// <param name="node">Names the node's queue.</param>
    /// <param name="take">Gets each message; its bytes are the caller's.</param>
    /// <param name="lost">Told when the connection is over.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ConnectAsync(long node, Action<ReadOnlySpan<byte>> take, Action lost, CancellationToken cancellationToken)
    {
        await CloseAsync();
        var factory = new ConnectionFactory
        {
            Uri = address,
            // A recovered connection would declare the shards' queues again whoever owned them meanwhile.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
            RequestedHeartbeat = Timing.BrokerHeartbeat,
            RequestedConnectionTimeout = ConnectTimeout,
            SocketReadTimeout = Timing.BrokerHeartbeat * 2,
            ContinuationTimeout = Timing.BrokerHeartbeat,
            ClientProvidedName = $"parley {node:x16}",
        };
        // By itself it would take a certificate of any name.
        (factory.Ssl.ServerName, factory.Ssl.AcceptablePolicyErrors) = (address.Host, SslPolicyErrors.None);
        var made = connection = await factory.CreateConnectionAsync(cancellationToken);
        connection.ConnectionShutdownAsync += (_, _) =>
        {
            if (ReferenceEquals(connection, made)) lost();
            return Task.CompletedTask;
        };
        messages = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await messages.ExchangeDeclareAsync(Nodes, ExchangeType.Fanout, durable: false, autoDelete: true, cancellationToken: cancellationToken);
        await messages.QueueDeclareAsync(
            QueueOf(node), durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await messages.QueueBindAsync(QueueOf(node), Nodes, "", cancellationToken: cancellationToken);
        var consumer = new AsyncEventingBasicConsumer(messages);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            take(delivery.Body.Span);
            return Task.CompletedTask;
        };
        await messages.BasicConsumeAsync(QueueOf(node), autoAck: true, consumer, cancellationToken);
    }

    public ValueTask TellAllAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        messages!.BasicPublishAsync(Nodes, "", mandatory: false, message, cancellationToken);

    public ValueTask TellAsync(long node, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        messages!.BasicPublishAsync("", QueueOf(node), mandatory: false, message, cancellationToken);

    /// <summary>Takes the shard's queue; <c>false</c> when another connection holds it.</summary>
    public async Task<bool> TryClaimAsync(int shard, CancellationToken cancellationToken)
    {
        try
        {
            await (await LocksAsync(cancellationToken)).QueueDeclareAsync(
                QueueOf(shard), durable: false, exclusive: true, autoDelete: false, cancellationToken: cancellationToken);
            return true;
        }
        catch (OperationInterruptedException held) when (held.ShutdownReason?.ReplyCode == Constants.ResourceLocked)
        {
            return false;
        }
    }

    /// <summary>Lets the shard's queue go.</summary>
    public async Task ReleaseAsync(int shard, CancellationToken cancellationToken) =>
        await (await LocksAsync(cancellationToken)).QueueDeleteAsync(QueueOf(shard), cancellationToken: cancellationToken);

    public async Task CloseAsync()
    {
        if (connection is not { } old) return;
        (connection, messages, locks) = (null, null, null);
        try
        {
            await old.CloseAsync(Constants.ReplySuccess, "", ConnectTimeout, abort: true);
        }
        finally
        {
            await old.DisposeAsync();
        }
    }

    /// <summary>The broker closes a channel on which a claim failed.</summary>
    private async Task<IChannel> LocksAsync(CancellationToken cancellationToken)
    {
        if (locks is { IsOpen: true } open) return open;
        return locks = await connection!.CreateChannelAsync(cancellationToken: cancellationToken);
    }

    private static string QueueOf(long node) => $"parley.node.{node:x16}";

    private static string QueueOf(int shard) => $"parley.shard.{shard}";
}

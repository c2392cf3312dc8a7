using Parley.Storage.Sqlite;

namespace Parley.Tests.Cluster;

/// <summary>Two nodes for many tests, whose time stands still: each test has a room, and the accounts as they were at first.</summary>
public sealed class TwoNodes(RabbitBroker broker) : IAsyncLifetime
{
    private NodeGroup? nodes;

    internal ManualTimeProvider Time { get; } = new();

    internal NodeGroup Nodes => nodes!;

    public async ValueTask InitializeAsync() => nodes = await NodeGroup.StartAsync(broker.Url, 2, Time);

    public ValueTask DisposeAsync() => nodes!.DisposeAsync();

    /// <summary>What earlier tests did to accounts is undone: how they are shown, and how much they may send.</summary>
    internal async Task ForgetAsync()
    {
        await using var connection = new SqliteDatabase(Nodes.Database).Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM profiles";
        await command.ExecuteNonQueryAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
    }
}

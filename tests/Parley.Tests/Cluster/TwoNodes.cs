using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Rooms;
using Parley.Protocols.GuestCall;
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

    /// <summary>What earlier tests did is undone: how accounts are shown, how much they may send, who was a guest.</summary>
    internal async Task ForgetAsync()
    {
        await using var connection = new SqliteDatabase(Nodes.Database).Open();
        await using var command = connection.CreateCommand();
        command.CommandText = "DELETE FROM profiles; DELETE FROM guests";
        await command.ExecuteNonQueryAsync();
        ParleyHost[] hosts = [Nodes[0], Nodes[1]];
        await NodeGroup.LeaveAsync(hosts, 0);
        Time.Advance(TimeSpan.FromMinutes(1));
        foreach (var host in hosts)
        {
            host.Services.GetRequiredService<LocalRooms>().Tick();
            host.Services.GetRequiredService<GuestPresence>().Count(0);
        }
    }
}

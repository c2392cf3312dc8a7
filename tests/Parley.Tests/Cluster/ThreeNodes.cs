using Parley.Tests.Rest;
using Parley.Tests.Rooms;
using Parley.Tests.Storage.Postgres;

namespace Parley.Tests.Cluster;

/// <summary>
/// Three nodes as they are in production, on RabbitMQ and PostgreSQL, for all tests of one class, whose time stands still:
/// each test has rooms of its own.
/// </summary>
public sealed class ThreeNodes(RabbitBroker broker, PostgresServer database) : IAsyncLifetime
{
    private NodeGroup? nodes;

    internal ManualTimeProvider Time { get; } = new();

    internal NodeGroup Nodes => nodes!;

    internal IReadOnlyList<ParleyHost> All => [Nodes[0], Nodes[1], Nodes[2]];

    public async ValueTask InitializeAsync()
    {
        var settings = RoomsSpec.Settings;
        settings["Parley:Storage:Provider"] = "postgres";
        settings["Parley:Storage:ConnectionString"] = await database.NewSchemaAsync();
        nodes = await NodeGroup.StartAsync(broker.Url, 3, Time, more: settings);
        foreach (var node in All) await HearAsync(node);
    }

    public ValueTask DisposeAsync() => nodes!.DisposeAsync();

    /// <summary>Until it is told what others change in the database.</summary>
    private static async Task HearAsync(ParleyHost node)
    {
        using var http = new HttpClient { BaseAddress = node.Url };
        http.DefaultRequestHeaders.Add("X-Api-Key", RestStage.AdminKey);
        await Eventually.IsAsync(async () =>
            (await http.GetStringAsync("/metrics")).Contains("\nparley_store_listening 1\n", StringComparison.Ordinal));
    }
}

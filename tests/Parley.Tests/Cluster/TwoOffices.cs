using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Protocols.World;
using Parley.Tests.Media;
using Parley.Tests.Protocols.World.Rules;
using Parley.Tests.World.Files;

namespace Parley.Tests.Cluster;

/// <summary>Two nodes for many tests, whose time stands still, with the worlds <c>hq</c> and <c>office</c> of the workspace acme.</summary>
public sealed class TwoOffices(RabbitBroker broker) : IAsyncLifetime
{
    private NodeGroup? nodes;

    internal ManualTimeProvider Time { get; } = new();

    internal NodeGroup Nodes => nodes!;

    /// <summary>The node that has not the workspace's sessions comes first.</summary>
    internal (ParleyHost Edge, ParleyHost Home) InOrder =>
        NodeGroup.NodeOf(Nodes[0]).Owns(WorldProtocol.HomeOf("acme")) ? (Nodes[1], Nodes[0]) : (Nodes[0], Nodes[1]);

    public async ValueTask InitializeAsync()
    {
        nodes = await NodeGroup.StartAsync(
            broker.Url, 2, Time,
            more: new()
            {
                ["Parley:Turn:Urls"] = "turn:turn.example.org:3478",
                ["Parley:Turn:SharedSecret"] = "north",
                ["Parley:Admin:ApiKey"] = Rest.RestStage.AdminKey,
            },
            configure: services => services.AddSingleton(new MediaServers([new FakeMediaServer(Time)])));
        foreach (var host in (ParleyHost[])[Nodes[0], Nodes[1]])
        {
            host.Services.GetRequiredService<WorldCatalog>().Put(WorldText.Map());
            host.Services.GetRequiredService<WorldCatalog>().Put(RulesOffice.MapOf(RulesOffice.File));
        }
    }

    public ValueTask DisposeAsync() => nodes!.DisposeAsync();

    /// <summary>Nobody is there any more, nor muted, nor kicked, and nobody has sent too much.</summary>
    internal async Task ForgetAsync()
    {
        ParleyHost[] hosts = [Nodes[0], Nodes[1]];
        await NodeGroup.LeaveAsync(hosts, 0);
        Time.Advance(TimeSpan.FromMinutes(10));
        foreach (var host in hosts)
        {
            host.Services.GetRequiredService<KeptSessions>().Tick();
            NodeGroup.NodeOf(host).Tick();
            host.Services.GetRequiredService<LocalRooms>().Tick();
            NodeGroup.NodeOf(host).Tick();
        }

        await Eventually.Is(() => hosts.All(h => !h.Services.GetRequiredService<LocalRooms>().OfKind(WorldProtocol.WorldKind).Any()
            && NodeGroup.NodeOf(h).HostedSessions == 0));
    }
}

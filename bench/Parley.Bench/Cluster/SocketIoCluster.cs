using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Cluster;

/// <summary>npm <c>socket.io</c> with <c>@socket.io/redis-adapter</c>: every node gets every message, by Redis's channels.</summary>
internal sealed class SocketIoCluster(Launcher launcher) : ClusteredPeer
{
    private readonly SocketIoClients clients = new();

    internal override string Name => "socket.io";

    internal override string About =>
        "npm `socket.io` with `@socket.io/redis-adapter` on Debian's Redis: one event to the partner's room";

    internal override string Between => "Redis";

    internal override ServerGroup Start(int nodes)
    {
        var group = new ServerGroup(launcher.StartRedis());
        try
        {
            for (var i = 0; i < nodes; i++)
            {
                group.Add(launcher.Start((port, _) => new ServerCommand(
                    "node", launcher.Layout.Script("socketio.js"), Launcher.Text(port), Launcher.Text(group.BetweenPort))
                    .With(("NODE_ENV", "production"))));
            }

            return group;
        }
        catch
        {
            group.Dispose();
            throw;
        }
    }

    internal override IReadOnlyList<ClientPlan> Across(ServerGroup group, int pairs) =>
    [
        .. Enumerable.Range(0, 2 * pairs).Select(i => clients.Pair(Id(i), Id(i ^ 1)) with { Port = group.Nodes[i % 2].Port }),
    ];

    internal override Message Message(int size) => clients.Message(size);

    private static string Id(int key) => "u" + key.ToString("000", CultureInfo.InvariantCulture);
}

using System.Globalization;
using Parley.Bench.Net;
using Parley.Bench.Servers;

namespace Parley.Bench.Cluster;

/// <summary>Starts what a group consists of: all of it on one core.</summary>
/// <param name="Layout">Where the programs are.</param>
/// <param name="Core">The core.</param>
/// <param name="Pids">Knows of all that runs.</param>
/// <param name="Stop">Gives up.</param>
internal sealed record Launcher(Layout Layout, int Core, PidFile Pids, CancellationToken Stop)
{
    private const string RabbitMq = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    internal ServerProcess Start(Func<int, string, ServerCommand> command, string? readyPath = null) =>
        ServerProcess.Start(command, readyPath, Core, Pids, Stop);

    /// <summary>Debian's RabbitMQ as it comes, on one scheduler; its port mapper first.</summary>
    internal IReadOnlyList<ServerProcess> StartRabbitMq()
    {
        var mapper = Start((port, _) => new ServerCommand("epmd", "-port", Text(port), "-address", "127.0.0.1"));
        try
        {
            return [mapper, Start((port, folder) => Broker(port, mapper.Port, folder))];
        }
        catch
        {
            mapper.Dispose();
            throw;
        }
    }

    /// <summary>Debian's Redis, which keeps nothing on disk.</summary>
    internal IReadOnlyList<ServerProcess> StartRedis() =>
    [
        Start((port, folder) => new ServerCommand(
            "redis-server", "--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder)),
    ];

    internal static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static ServerCommand Broker(int port, int mapperPort, string folder)
    {
        File.WriteAllText(Path.Combine(folder, "enabled_plugins"), "[].\n");
        return new ServerCommand(RabbitMq).With(
            // By what systemd's variable says it stays in its process, whose id is thereby known.
            ("RUNNING_UNDER_SYSTEMD", "true"),
            ("HOME", folder),
            ("ERL_EPMD_PORT", Text(mapperPort)),
            ("ERL_EPMD_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODENAME", $"bench{port}@localhost"),
            ("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
            ("RABBITMQ_NODE_PORT", Text(port)),
            ("RABBITMQ_DIST_PORT", Text(Tcp.FreePort())),
            ("RABBITMQ_MNESIA_BASE", Path.Combine(folder, "mnesia")),
            ("RABBITMQ_LOG_BASE", Path.Combine(folder, "logs")),
            ("RABBITMQ_PID_FILE", Path.Combine(folder, "pid")),
            ("RABBITMQ_CONFIG_FILE", Path.Combine(folder, "none")),
            ("RABBITMQ_CONF_ENV_FILE", Path.Combine(folder, "none.conf")),
            ("RABBITMQ_ENABLED_PLUGINS_FILE", Path.Combine(folder, "enabled_plugins")),
            ("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none"));
    }
}

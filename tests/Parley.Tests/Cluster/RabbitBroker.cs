using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Parley.Tests.Cluster;

/// <summary>
/// A RabbitMQ of the tests' own: Debian's, on free ports of 127.0.0.1, with its data in a folder that goes with it. It can
/// be killed and started again.
/// </summary>
public sealed class RabbitBroker : IAsyncLifetime
{
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly string folder = Directory.CreateTempSubdirectory("parley-rabbit-").FullName;
    private readonly int port = FreePort();
    private readonly int distributionPort = FreePort();
    private readonly int mapperPort = FreePort();
    private Process? mapper;
    private Process? server;

    /// <summary>Its address, with credentials.</summary>
    public string Url => $"amqp://guest:guest@127.0.0.1:{port}/";

    /// <summary>Where it listens.</summary>
    public int Port => port;

    public async ValueTask InitializeAsync()
    {
        mapper = Run("epmd", ["-port", Text(mapperPort), "-address", "127.0.0.1"], []);
        await StartAsync();
    }

    /// <summary>Starts it, with what it kept. Returns when it takes connections.</summary>
    public async Task StartAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), "[].\n");
        server = Run(Server, [], new()
        {
            ["HOME"] = folder,
            ["ERL_EPMD_PORT"] = Text(mapperPort),
            ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODENAME"] = $"parley{port}@localhost",
            ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
            ["RABBITMQ_NODE_PORT"] = Text(port),
            ["RABBITMQ_DIST_PORT"] = Text(distributionPort),
            ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "mnesia"),
            ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
            ["RABBITMQ_PID_FILE"] = Path.Combine(folder, "pid"),
            ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "none"),
            ["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(folder, "none.conf"),
            ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
            ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +S 1:1 +sbwt none",
        });
        var began = Stopwatch.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (server.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
                Assert.Fail($"RabbitMQ did not start; see {folder}/log. Is rabbitmq-server installed (eng/install-test-tools)?");
            await Task.Delay(50);
        }
    }

    /// <summary>Kills it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (server is null) return;
        server.Kill(entireProcessTree: true);
        await server.WaitForExitAsync();
        server.Dispose();
        server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        mapper?.Kill();
        mapper?.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Whether it speaks AMQP already: it listens before that.</summary>
    private async Task<bool> AnswersAsync()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port);
            await socket.SendAsync("AMQP\0\0\u0009\u0001"u8.ToArray());
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            return await socket.ReceiveAsync(new byte[8], soon.Token) > 0;
        }
        catch (Exception failure) when (failure is SocketException or OperationCanceledException)
        {
            return false;
        }
    }

    private static Process Run(string file, string[] arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Parley.Tests.Cluster;

/// <summary>A node in a process of its own, which can be killed.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("parley-node-").FullName;
    private readonly Process process;

    private NodeProcess(string broker, string database)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                Path.Combine(AppContext.BaseDirectory, "Parley.Server.dll"), "serve", "--urls", Url.ToString(),
                "--environment", "Development", "--contentRoot", folder,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Parley__Cluster__RabbitMq"] = broker;
        start.Environment["Parley__Storage__ConnectionString"] = database;
        start.Environment["Parley__Auth__SymmetricKey"] = ParleyHost.SymmetricKey;
        start.Environment["Parley__Limits__MessagesPerSecond"] = "100000";
        start.Environment["Parley__Limits__Burst"] = "100000";
        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}");

    public static NodeProcess Start(string broker, string database) => new(broker, database);

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Parley.Browser.Hosting;
using Parley.Browser.Networks;

namespace Parley.Browser.Media;

/// <summary>
/// A real Janus with the configuration of deploy/janus, on a host of the tests; with its Admin API besides, so that tests
/// can count what it has.
/// </summary>
public sealed class JanusProcess : IAsyncDisposable
{
    /// <summary>The secrets that the tests put into the configuration.</summary>
    public const string ApiSecret = "api secret of the tests", AdminKey = "admin key of the tests";

    private static int lastPort = 8187;

    private readonly IPEndPoint api = NewEndPoint(), admin = NewEndPoint();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-janus-");
    private readonly ConcurrentQueue<string> log = new();
    private readonly NetworkNamespace host;
    private readonly string address;
    private Process? process;

    private JanusProcess(NetworkNamespace host, string address)
    {
        (this.host, this.address) = (host, address);
        Reaper.Shared.Watch(folder);
        WriteConfiguration();
    }

    /// <summary>Where Parley on the same host finds it.</summary>
    public string Url => $"ws://{api}";

    /// <summary>All that it wrote.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="host">Where.</param>
    /// <param name="address">Of that host: what media goes by.</param>
    public static async Task<JanusProcess> StartAsync(NetworkNamespace host, string address)
    {
        var janus = new JanusProcess(host, address);
        await janus.StartAsync();
        return janus;
    }

    /// <summary>What Parley on the same host takes to use it.</summary>
    /// <param name="index">Which of its media servers it is.</param>
    public IReadOnlyDictionary<string, string> Options(int index) => new Dictionary<string, string>
    {
        [$"Parley:Media:Janus:{index}:Url"] = Url,
        [$"Parley:Media:Janus:{index}:ApiSecret"] = ApiSecret,
        [$"Parley:Media:Janus:{index}:AdminKey"] = AdminKey,
    };

    /// <summary>Starts it again after <see cref="KillAsync"/>.</summary>
    public async Task StartAsync()
    {
        process = Process.Start(host.Command("janus", "--configs-folder", folder.FullName, "--interface", address))!;
        Reaper.Shared.Watch(process);
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.TrueAsync($"Janus listens\n{Log}", ListensAsync);
    }

    /// <summary>Ends it without a word.</summary>
    public async Task KillAsync()
    {
        if (process is null) return;
        process.Kill();
        await process.WaitForExitAsync();
        Reaper.Shared.Forget(process.Id);
        process.Dispose();
        process = null;
    }

    /// <summary>Stops it where it stands, with all that it has open, or lets it go on.</summary>
    public async Task FreezeAsync(bool frozen)
    {
        using var signal = Process.Start("kill", [frozen ? "-STOP" : "-CONT", $"{process!.Id}"]);
        await signal.WaitForExitAsync();
    }

    /// <summary>Connects with its API from here.</summary>
    public Task<Socket> ConnectAsync() => NamespaceSockets.ConnectAsync(host, api);

    /// <summary>Connects with its Admin API from here.</summary>
    public Task<Socket> ConnectToAdminAsync() => NamespaceSockets.ConnectAsync(host, admin);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        folder.Delete(recursive: true);
        Reaper.Shared.Forget(folder);
    }

    /// <summary>Several may be on one host.</summary>
    private static IPEndPoint NewEndPoint() => new(IPAddress.Loopback, Interlocked.Increment(ref lastPort));

    private void WriteConfiguration()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Built.Repository, "deploy", "janus"), "*.jcfg"))
        {
            var text = File.ReadAllText(file)
                .Replace("CHANGE-ME-API-SECRET", ApiSecret, StringComparison.Ordinal)
                .Replace("CHANGE-ME-ADMIN-KEY", AdminKey, StringComparison.Ordinal)
                .Replace("ws_port = 8188", $"ws_port = {api.Port}", StringComparison.Ordinal)
                .Replace("admin_ws = false", $"admin_ws = true\n\tadmin_ws_ip = \"127.0.0.1\"\n\tadmin_ws_port = {admin.Port}", StringComparison.Ordinal)
                // The only interface of these hosts is one of those that real ones should pass over.
                .Replace("\"vmnet,docker,veth\"", "\"vmnet\"", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(file)), text);
        }
    }

    private async Task<bool> ListensAsync()
    {
        if (process!.HasExited) throw new InvalidOperationException($"Is Janus installed (eng/install-test-tools)? It ended with {process.ExitCode}:\n{Log}");
        try
        {
            using var api = await ConnectAsync();
            using var admin = await ConnectToAdminAsync();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Parley.Browser.Hosting;
using Parley.Core.Turn;

namespace Parley.Browser.Networks;

/// <summary>A real TURN server with the configuration of docs/turn.md, on a host of the tests.</summary>
public sealed class Coturn : IAsyncDisposable
{
    private const int Port = 3478;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-coturn-");
    private readonly ConcurrentQueue<string> log = new();
    private Process process = new();

    private Coturn() => Reaper.Shared.Watch(folder);

    /// <summary>All that it wrote.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>What a client is told of it.</summary>
    public static string Url => $"turn:{CoturnPage.Address}:{Port}";

    /// <summary>Starts one and waits until it listens.</summary>
    /// <param name="host">Where; gets the addresses that the configuration names.</param>
    /// <param name="change">Changes lines of the configuration; <c>null</c> drops one.</param>
    public static async Task<Coturn> StartAsync(NetworkNamespace host, Func<string, string?>? change = null)
    {
        var coturn = new Coturn();
        await host.AddAddressAsync(CoturnPage.Address);
        await host.AddAddressAsync(CoturnPage.AddressV6);
        coturn.Start(host, CoturnPage.Write(coturn.folder, change));
        await Eventually.TrueAsync($"coturn listens\n{coturn.Log}", () => Task.FromResult(coturn.Listens()));
        return coturn;
    }

    /// <summary>What Parley gives a user to use it with.</summary>
    public static IceServer Credentials(string user, TimeSpan lifetime, string secret = CoturnPage.Secret) =>
        new TurnCredentials([Url], secret, lifetime, TimeProvider.System).For(user).Single();

    /// <summary>What Parley gives a user to use it with, good for a while.</summary>
    public static IceServer Credentials(string user) => Credentials(user, TimeSpan.FromMinutes(10));

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        Reaper.Shared.Forget(process.Id);
        process.Dispose();
        folder.Delete(recursive: true);
        Reaper.Shared.Forget(folder);
    }

    private void Start(NetworkNamespace host, string configuration)
    {
        process = Process.Start(host.Command("turnserver", "-c", configuration, "--log-file", "stdout", "--simple-log",
            "--pidfile", Path.Combine(folder.FullName, "pid"), "--userdb", Path.Combine(folder.FullName, "users")))!;
        Reaper.Shared.Watch(process);
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Whether the port is open in its network, for all of the configuration's addresses and transports.</summary>
    private bool Listens()
    {
        if (process.HasExited) throw new InvalidOperationException($"Is coturn installed (eng/install-test-tools)? It ended with {process.ExitCode}:\n{Log}");
        return ((string[])["tcp", "tcp6", "udp", "udp6"]).All(table =>
            File.ReadLines($"/proc/{process.Id}/net/{table}").Any(line => line.Contains(FormattableString.Invariant($":{Port:X4} "), StringComparison.Ordinal)));
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using Parley.Browser.Hosting;

namespace Parley.Browser.Networks;

/// <summary>A real Janus with the configuration of deploy/janus, on a host of the tests.</summary>
public sealed class Janus : IAsyncDisposable
{
    private static int last = 8187;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("parley-janus-");
    private readonly ConcurrentQueue<string> log = new();
    private readonly int port = Interlocked.Increment(ref last);
    private readonly string secret = $"{Guid.NewGuid():N}", adminKey = $"{Guid.NewGuid():N}";
    private Process process = new();

    private Janus(string address)
    {
        Address = address;
        Reaper.Shared.Watch(folder);
    }

    /// <summary>Where its media comes from and goes to.</summary>
    public string Address { get; }

    /// <summary>All that it wrote.</summary>
    public string Log => string.Join('\n', log);

    /// <summary>Starts one and waits until Parley can control it, from the same host.</summary>
    /// <param name="host">Where.</param>
    /// <param name="address">For media: one that is not on the loopback interface, as Janus offers none of those.</param>
    public static async Task<Janus> StartAsync(NetworkNamespace host, string address)
    {
        var janus = new Janus(address);
        janus.Configure();
        janus.Start(host);
        await Eventually.TrueAsync($"Janus listens\n{janus.Log}", () => Task.FromResult(janus.Listens()));
        return janus;
    }

    /// <summary>What Parley takes to use it.</summary>
    /// <param name="index">Which of Parley's media servers it is, from 0.</param>
    public IReadOnlyDictionary<string, string> Options(int index) => new Dictionary<string, string>
    {
        [$"Parley:Media:Janus:{index}:Url"] = $"ws://127.0.0.1:{port}",
        [$"Parley:Media:Janus:{index}:ApiSecret"] = secret,
        [$"Parley:Media:Janus:{index}:AdminKey"] = adminKey,
    };

    /// <summary>It is gone at once, without a word to anybody.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Reaper.Shared.Forget(process.Id);
        process.Dispose();
        folder.Delete(recursive: true);
        Reaper.Shared.Forget(folder);
    }

    private void Configure()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Built.Repository, "deploy", "janus"), "*.jcfg"))
        {
            var text = File.ReadAllText(file)
                .Replace("CHANGE-ME-API-SECRET", secret, StringComparison.Ordinal)
                .Replace("CHANGE-ME-ADMIN-KEY", adminKey, StringComparison.Ordinal)
                .Replace("ws_port = 8188", $"ws_port = {port}", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder.FullName, Path.GetFileName(file)), text);
        }
    }

    private void Start(NetworkNamespace host)
    {
        process = Process.Start(host.Command("janus", "--configs-folder", folder.FullName, "--interface", Address, "--disable-colors"))!;
        Reaper.Shared.Watch(process);
        process.OutputDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => log.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private bool Listens()
    {
        if (process.HasExited) throw new InvalidOperationException($"Is Janus installed (eng/install-test-tools)? It ended with {process.ExitCode}:\n{Log}");
        return ((string[])["tcp", "tcp6"]).Any(table =>
            File.ReadLines($"/proc/{process.Id}/net/{table}").Any(line => line.Contains(FormattableString.Invariant($":{port:X4} "), StringComparison.Ordinal)));
    }
}

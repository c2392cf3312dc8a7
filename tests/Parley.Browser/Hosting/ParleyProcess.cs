using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Parley.Browser.Networks;

namespace Parley.Browser.Hosting;

/// <summary>The server as its user runs it: a process of its own, on a free port, with its files in a folder of its own.</summary>
public sealed class ParleyProcess : IAsyncDisposable
{
    private static int lastPort = 11_000 + (Environment.ProcessId % 180 * 100);

    private readonly DirectoryInfo contentRoot = Directory.CreateTempSubdirectory("parley-browser-");
    private readonly ConcurrentQueue<string> output = new();
    private readonly string environment;
    private readonly IReadOnlyDictionary<string, string> options;
    private readonly NetworkNamespace? host;
    private Process process = new();

    private ParleyProcess(string environment, IReadOnlyDictionary<string, string> options, string address, NetworkNamespace? host)
    {
        this.environment = environment;
        this.options = options;
        this.host = host;
        Address = address;
        Http = new HttpClient { BaseAddress = new Uri(Address) };
        Reaper.Shared.Watch(contentRoot);
    }

    /// <summary>Without a slash at the end.</summary>
    public string Address { get; }

    public HttpClient Http { get; }

    /// <summary>All that it wrote.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>Starts one and waits until it is ready.</summary>
    /// <param name="environment">Development or Production.</param>
    /// <param name="options">Keys like <c>Parley:Direct:HeartbeatInterval</c>.</param>
    public static async Task<ParleyProcess> StartAsync(string environment, IReadOnlyDictionary<string, string>? options = null)
    {
        var server = new ParleyProcess(environment, options ?? new Dictionary<string, string>(), $"http://127.0.0.1:{FreePort()}", host: null);
        await server.StartAsync();
        return server;
    }

    /// <summary>Starts one on another host, and waits until it listens. <see cref="Http"/> has no way there.</summary>
    /// <param name="host">Where.</param>
    /// <param name="address">Of that host, with a port.</param>
    /// <param name="options">Keys like <c>Parley:Direct:HeartbeatInterval</c>.</param>
    public static async Task<ParleyProcess> StartOnAsync(NetworkNamespace host, string address, IReadOnlyDictionary<string, string> options)
    {
        var server = new ParleyProcess("Development", options, address, host);
        await server.StartAsync();
        return server;
    }

    /// <summary>Cuts everybody off without a word, and begins again at the same address with the same files.</summary>
    public async Task CrashAndRestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>What <c>parley token</c> prints.</summary>
    public async Task<string> TokenAsync(string subject, params string[] more)
    {
        using var command = Launch("token", ["--sub", subject, .. more]);
        var token = await command.StandardOutput.ReadToEndAsync();
        await command.WaitForExitAsync();
        command.ExitCode.ShouldBe(0, await command.StandardError.ReadToEndAsync());
        return token.Trim();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Http.Dispose();
        contentRoot.Delete(recursive: true);
        Reaper.Shared.Forget(contentRoot);
    }

    private async Task StartAsync()
    {
        process = Launch("serve", "--urls", Address);
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Reaper.Shared.Watch(process);
        await Eventually.TrueAsync($"{Address}/health/ready\n{Output}", IsReadyAsync);
    }

    private async Task StopAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        Reaper.Shared.Forget(process.Id);
        process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{Output}");
        if (host is not null) return Output.Contains($"Demo:   {Address}", StringComparison.Ordinal);
        try
        {
            using var response = await Http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // not listening yet
        }
    }

    private Process Launch(string verb, params string[] arguments)
    {
        string[] all = [Built.Server, verb, .. arguments, "--environment", environment, "--contentRoot", contentRoot.FullName];
        var start = host?.Command("dotnet", all) ?? new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in options) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    /// <summary>
    /// None of the ports that a system gives to who asks for any: it would be somebody else's before the server has it, as
    /// tests run side by side. Another run on this machine begins elsewhere.
    /// </summary>
    private static int FreePort()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref lastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken
            }
        }
    }
}

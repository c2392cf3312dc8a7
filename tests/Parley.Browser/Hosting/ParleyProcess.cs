using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Parley.Browser.Hosting;

/// <summary>The server as its user runs it: a process of its own, on a free port, with its files in a folder of its own.</summary>
public sealed class ParleyProcess : IAsyncDisposable
{
    private readonly DirectoryInfo contentRoot = Directory.CreateTempSubdirectory("parley-browser-");
    private readonly ConcurrentQueue<string> output = new();
    private readonly string environment;
    private readonly IReadOnlyDictionary<string, string> options;
    private Process process = new();

    private ParleyProcess(string environment, IReadOnlyDictionary<string, string> options)
    {
        this.environment = environment;
        this.options = options;
        Address = $"http://127.0.0.1:{FreePort()}";
        Http = new HttpClient { BaseAddress = new Uri(Address) };
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
        var server = new ParleyProcess(environment, options ?? new Dictionary<string, string>());
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
    public async Task<string> TokenAsync(string subject)
    {
        using var command = Launch("token", "--sub", subject);
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
    }

    private async Task StartAsync()
    {
        process = Launch("serve", "--urls", Address);
        process.OutputDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Eventually.TrueAsync($"{Address}/health/ready\n{Output}", IsReadyAsync);
    }

    private async Task StopAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        if (process.HasExited) throw new InvalidOperationException($"The server ended with {process.ExitCode}:\n{Output}");
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
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Built.Server, verb, .. arguments, "--environment", environment, "--contentRoot", contentRoot.FullName])
            start.ArgumentList.Add(argument);
        foreach (var (key, value) in options) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Process.Start(start)!;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

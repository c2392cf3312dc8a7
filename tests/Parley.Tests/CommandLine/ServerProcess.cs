using System.Diagnostics;
using System.Text;

namespace Parley.Tests.CommandLine;

/// <summary>The server as its own process, as it is deployed; what it prints is kept.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly StringBuilder printed = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process process;
    private readonly string folder = Directory.CreateTempSubdirectory("parley-process-").FullName;

    private ServerProcess(int? descriptors, string[] args)
    {
        var start = new ProcessStartInfo(descriptors is null ? "dotnet" : "sh")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in descriptors is null ? (string[])[] : ["-c", $"ulimit -n {descriptors}; exec dotnet \"$@\"", "sh"])
            start.ArgumentList.Add(argument);
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "Parley.Server.dll"), .. args]) start.ArgumentList.Add(argument);
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Everything printed until now.</summary>
    public string Printed
    {
        get
        {
            lock (printed) return printed.ToString();
        }
    }

    /// <summary>Starts it and waits until it listens at a free port.</summary>
    public static Task<(ServerProcess Process, Uri Url)> StartAsync(params string[] args) => StartAsync(descriptors: null, args);

    /// <summary>Starts it with so many file descriptors at most.</summary>
    public static Task<(ServerProcess Process, Uri Url)> StartAsync(int? descriptors, params string[] args) =>
        StartAsync(descriptors, [], args);

    /// <summary>Starts it with more in its environment.</summary>
    public static Task<(ServerProcess Process, Uri Url)> StartAsync(Dictionary<string, string> environment, params string[] args) =>
        StartAsync(descriptors: null, environment, args);

    private static async Task<(ServerProcess Process, Uri Url)> StartAsync(
        int? descriptors, Dictionary<string, string> environment, string[] args)
    {
        var server = new ServerProcess(descriptors, [.. args, "--urls", "http://127.0.0.1:0"]);
        foreach (var (name, value) in environment) server.process.StartInfo.Environment[name] = value;
        server.Start();
        var first = await Task.WhenAny(server.listening.Task, server.process.WaitForExitAsync());
        if (first != server.listening.Task) Assert.Fail($"The server ended: {server.Printed}");
        return (server, await server.listening.Task);
    }

    /// <summary>SIGTERM, and the wait for the end. Returns the exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"])) await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public void Kill() => process.Kill();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private void Start()
    {
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Take(string? line)
    {
        if (line is null) return;
        lock (printed) printed.AppendLine(line);
        const string Words = "Now listening on: ";
        if (line.IndexOf(Words, StringComparison.Ordinal) is >= 0 and var at)
            listening.TrySetResult(new Uri(line[(at + Words.Length)..].Split('"')[0].Trim()));
    }
}

using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Net;
using Parley.Bench.Peers;

namespace Parley.Bench.Servers;

/// <summary>A server on its core, from start to kill.</summary>
internal sealed class ServerProcess : IServer, IDisposable
{
    private const string RunLogged = "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null";
    private readonly Process process;
    private readonly string folder;
    private readonly PidFile pids;

    private ServerProcess(Process process, int port, string folder, PidFile pids)
    {
        (this.process, Port, this.folder, this.pids) = (process, port, folder, pids);
        pids.Add(process.Id);
    }

    internal int Port { get; }

    public TimeSpan CpuTime() => ProcessStat.CpuTime(process.Id);

    internal long ResidentBytes() => ProcessStat.ResidentBytes(process.Id);

    /// <summary>Starts a peer on <paramref name="core"/> and waits until it is ready.</summary>
    internal static ServerProcess Start(Peer peer, int core, PidFile pids, CancellationToken stop) =>
        Start(peer.Command, peer.ReadyPath, core, pids, stop);

    /// <summary>The same with any program.</summary>
    /// <param name="makeCommand">Given the port to listen on, and an empty folder.</param>
    /// <param name="readyPath">A path that answers 200 once it is ready; null: ready when it accepts connections.</param>
    /// <param name="core">Where it runs.</param>
    /// <param name="pids">Knows of it while it does.</param>
    /// <param name="stop">Gives up.</param>
    internal static ServerProcess Start(
        Func<int, string, ServerCommand> makeCommand, string? readyPath, int core, PidFile pids, CancellationToken stop)
    {
        var port = Tcp.FreePort();
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        // exec all the way: the shell becomes taskset, taskset the server, and its process id stays the same.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = folder };
        var command = makeCommand(port, folder);
        foreach (var argument in (string[])["-c", RunLogged, "sh", Path.Combine(folder, "log"), "taskset", "-c",
            core.ToString(CultureInfo.InvariantCulture), command.Program, .. command.Arguments])
        {
            start.ArgumentList.Add(argument);
        }
        foreach (var (name, value) in command.Environment)
            start.Environment[name] = value;
        var server = new ServerProcess(Process.Start(start)!, port, folder, pids);
        try
        {
            Readiness.Wait(port, readyPath, () => server.process.HasExited, stop);
            return server;
        }
        catch (Exception error)
        {
            var log = server.LogTail();
            server.Dispose();
            if (error is OperationCanceledException)
                throw;
            throw new BenchException($"{error.Message}\n{log}");
        }
    }

    /// <summary>Kills it, as a power cut does.</summary>
    internal void Kill() => process.Kill();

    /// <summary>The last lines the server wrote.</summary>
    internal string LogTail()
    {
        var log = Path.Combine(folder, "log");
        return File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(20)) : "";
    }

    /// <summary>Does something with the server, and adds its log to what goes wrong.</summary>
    internal T Explain<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new BenchException($"{error.Message}\n{LogTail()}".TrimEnd());
        }
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();
        process.WaitForExit();
        pids.Remove(process.Id);
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}

using System.Diagnostics;
using System.Globalization;
using Parley.Bench.Net;
using Parley.Bench.Peers;

namespace Parley.Bench.Servers;

/// <summary>A peer's server, alone on its core, from start to kill.</summary>
internal sealed class ServerProcess : IDisposable
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

    internal TimeSpan CpuTime() => ProcessStat.CpuTime(process.Id);

    internal long ResidentBytes() => ProcessStat.ResidentBytes(process.Id);

    /// <summary>Starts a peer on <paramref name="core"/> and waits until it is ready.</summary>
    internal static ServerProcess Start(Peer peer, int core, PidFile pids, CancellationToken stop)
    {
        var port = Tcp.FreePort();
        var folder = Directory.CreateTempSubdirectory("bench-").FullName;
        // exec all the way: the shell becomes taskset, taskset the server, and its process id stays the same.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = folder };
        var command = peer.Command(port, folder);
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
            Readiness.Wait(port, peer.ReadyPath, () => server.process.HasExited, stop);
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

using Parley.Bench.Servers;

namespace Parley.Bench.Measuring;

/// <summary>Wall time and processor time, of the server and of this process, since it was started.</summary>
internal sealed class Meter(IServer server)
{
    private readonly long startedAt = Clock.Now;
    private readonly TimeSpan serverBefore = server.CpuTime();
    private readonly TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
    private readonly TimeSpan machineBefore = ProcessStat.MachineTime();

    /// <summary>
    /// What <paramref name="count"/> messages (or connects) since the start amount to. Time that this process spent on
    /// waiting for something to do does not count as busy.
    /// </summary>
    internal Sample Stop(long count, Metric rate, Metric cost, TimeSpan idle = default)
    {
        var seconds = (Clock.Now - startedAt) / (double)Clock.Second;
        var serverCpu = (server.CpuTime() - serverBefore).TotalSeconds;
        var ownCpu = (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds;
        var machine = (ProcessStat.MachineTime() - machineBefore).TotalSeconds;
        if (count == 0)
            throw new BenchException("nothing was delivered while measuring");
        return new Sample
        {
            [rate] = count / seconds,
            [cost] = serverCpu / count * 1e6,
            [Metric.ServerBusy] = serverCpu / seconds,
            [Metric.LoadBusy] = (ownCpu - idle.TotalSeconds) / seconds,
            [Metric.OthersBusy] = Math.Max(machine - serverCpu - ownCpu, 0) / seconds,
        };
    }
}

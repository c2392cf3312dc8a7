using Parley.Bench.Servers;

namespace Parley.Bench.Measuring;

/// <summary>Wall time and processor time, of the server and of this process, since it was started.</summary>
internal sealed class Meter(IServer server)
{
    private readonly long startedAt = Clock.Now;
    private readonly TimeSpan serverBefore = server.CpuTime();
    private readonly TimeSpan ownBefore = Environment.CpuUsage.TotalTime;
    private readonly TimeSpan machineBefore = ProcessStat.MachineTime();

    /// <summary>What <paramref name="count"/> messages (or connects) since the start amount to.</summary>
    internal Sample Stop(long count, Metric rate, Metric cost, TimeSpan idle = default) => Read(count, idle).ToSample(rate, cost);

    /// <param name="count">Messages since the start.</param>
    /// <param name="idle">How long this process had nothing to do meanwhile, which does not count as busy.</param>
    internal Reading Read(long count, TimeSpan idle = default)
    {
        var span = (Clock.Now - startedAt) / (double)Clock.Second;
        var serverCpu = (server.CpuTime() - serverBefore).TotalSeconds;
        var ownCpu = (Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds;
        var machine = (ProcessStat.MachineTime() - machineBefore).TotalSeconds;
        return new Reading(count, span, serverCpu, ownCpu - idle.TotalSeconds, machine - serverCpu - ownCpu);
    }
}

using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>
/// Zones of 50 people who all move and say so 15 times a second; each is to see the 49 others. A relay hands on every
/// update as it comes; a server that knows what presence is tells it on ticks.
/// </summary>
/// <param name="id">As <c>--only</c> takes it.</param>
/// <param name="title">As the report calls it.</param>
/// <param name="zones">How many zones; with a share, at most.</param>
/// <param name="share">
/// How much of the server's core is to be busy: zone by zone they begin to move until it is. 0 has all of them move.
/// </param>
/// <param name="peers">Who takes part.</param>
internal sealed class PresenceScenario(string id, string title, int zones, double share, params string[] peers)
    : SoloScenario(id, title, share > 0 ? [.. Always, Metric.Movers, Metric.ServerBusy] : Always)
{
    internal const int Movers = 50;
    internal const int Rate = 15;

    private const int FirstZones = 30;
    private const int ZonesAStep = 4;
    private const double Near = 0.04;

    /// <summary>More often than the runtime counts before it compiles a method again, at each of its two times.</summary>
    private const int Asked = 80;

    /// <summary>Seconds of compiling in one of wall time that disturb nobody.</summary>
    private const double Quiet = 0.003;

    private const int QuietProbes = 3;
    private const int MostProbes = 40;

    private static readonly Metric[] Always = [Metric.Deliveries, Metric.CpuPerDelivery, Metric.BytesPerDelivery, Metric.LateTicks];

    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    /// <summary>How many zones these peers get instead, by name: whoever is to be full and is not with so few.</summary>
    internal Dictionary<string, int> More { get; init; } = [];

    internal override bool Takes(Peer peer) => peers.Contains(peer.Name);

    internal override Sample Measure(Run run)
    {
        using var loop = run.OpenLoop();
        var crowd = run.Peer.Crowd(run.Server, More.GetValueOrDefault(run.Peer.Name, zones), Movers);
        Connector.Open(loop, crowd.Plans);
        loop.Idle(TimeSpan.FromMilliseconds(300));
        var load = new CrowdLoad(loop, crowd, Rate);
        if (share > 0) load.Moving = FirstZones * Movers;
        load.WarmUp(2 * run.Durations.WarmUp);
        Settle(load, run);
        if (share > 0)
        {
            Fill(load, run);
            Settle(load, run);
        }

        var ticks = Ticks(run);
        var sample = load.Measure(run.Server, run.Durations.Measure);
        if (ticks is not null)
            sample[Metric.LateTicks] = Ticks(run)!.LateSince(ticks);
        if (share > 0)
            sample[Metric.Movers] = load.Moving;
        return sample;
    }

    /// <summary>
    /// Goes on until the server has compiled what it uses, asking for its metrics among it: compiling takes a fifth of the
    /// core for a moment, also half a minute after the start, and makes ticks late that belong to no steady state.
    /// </summary>
    private static void Settle(CrowdLoad load, Run run)
    {
        if (!run.Peer.CountsTicks) return;
        for (var i = 0; i < Asked; i++) _ = Ticks(run);
        var (before, quiet) = (Compiled(run), 0);
        for (var probes = 0; quiet < QuietProbes && probes < MostProbes; probes++)
        {
            load.WarmUp(Probe);
            var now = Compiled(run);
            quiet = now - before < Quiet ? quiet + 1 : 0;
            before = now;
        }
    }

    private static double Compiled(Run run) => ServerMetrics.Of(run.Server).Value("dotnet_jit_compilation_time_seconds_total");

    private void Fill(CrowdLoad load, Run run)
    {
        load.WarmUp(Probe);
        while (load.Measure(run.Server, Probe)[Metric.ServerBusy] is var busy && busy < share)
        {
            load.Moving += (busy < share - Near ? ZonesAStep : 1) * Movers;
            if (load.Moving > zones * Movers)
                throw new BenchException($"{zones} zones leave more than {1 - share:P0} of the server's core idle");
            load.WarmUp(Probe / 2);
        }
    }

    private static TickCounts? Ticks(Run run) => run.Peer.CountsTicks ? TickCounts.Of(run.Server) : null;
}

using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Servers;

namespace Parley.Bench.Cluster;

/// <summary>Measures several nodes; every group of them is started anew.</summary>
internal sealed class ClusterBench
{
    internal const int Pairs = 100;
    internal const int Size = 200;

    /// <summary>Rooms among which those of the node to be killed are found.</summary>
    private const int FailoverRooms = 60;

    private const int MostAttempts = 2;

    /// <summary>
    /// Processor time, in cores, that other processes may take: less than where one server is measured, as who waits for
    /// three processes on one core is late for each of them.
    /// </summary>
    private const double MostOfOthers = 0.1;

    private const int MemoryRooms = 2000;
    private const int QuickMemoryRooms = 200;

    private readonly ClusterOptions options;
    private readonly CancellationToken stop;
    private readonly ParleyCluster parley;
    private readonly ClusteredPeer[] peers;
    private readonly ClusterResults results;
    private Action<ClusterResults> measured = _ => { };

    internal ClusterBench(ClusterOptions options, Layout layout, CancellationToken stop)
    {
        (this.options, this.stop) = (options, stop);
        var launcher = new Launcher(layout, options.ServerCore, new PidFile(options.Pids), stop);
        parley = new ParleyCluster(launcher);
        peers = [parley, new SocketIoCluster(launcher)];
        results = new ClusterResults(options.Rounds);
    }

    internal IReadOnlyList<ClusteredPeer> Peers => peers;

    /// <param name="measured">Told after each part: a run that is ended before its time leaves what it has measured.</param>
    internal ClusterResults Measure(Action<ClusterResults> measured)
    {
        this.measured = measured;
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var p = 0; options.Only.Contains("across") && p < peers.Length; p++)
                Across(round, peers[(p + round) % peers.Length]);
            for (var n = 1; options.Only.Contains("nodes") && n <= 2; n++)
                Nodes(round, n);
        }
        foreach (var placement in options.Only.Contains("memory") ? Placement.Kept : [])
            Memory(placement);
        if (options.Only.Contains("failover"))
            Failover();
        return results;
    }

    private void Across(int round, ClusteredPeer peer) => Try($"round {round + 1}, across, {peer.Name}", () => peer.Start(2), group =>
    {
        using var run = new PairRun(group, peer.Across(group, Pairs), peer.Message(Size), options, stop);
        run.Connect();
        Add(round, "latency", peer, Undisturbed(run.Latency));
        Add(round, "relay", peer, Undisturbed(() => run.Relay(1)));
        Add(round, "relay-8", peer, Undisturbed(() => run.Relay(8)));
    });

    private void Nodes(int round, int nodes) => Try($"round {round + 1}, {nodes} nodes", () => parley.Start(nodes), group =>
    {
        var rooms = parley.Rooms(group, Pairs);
        var first = nodes == 1 ? [.. rooms.Select(_ => true)] : parley.OwnedBy(group.Nodes[0], group.Nodes[0], rooms);
        var placements = Placement.All.Where(placement => placement.Nodes == nodes).ToArray();
        // What is measured first would be measured on code that is compiled half: once more, then, and forgotten before.
        foreach (var (placement, counts) in placements.Select(placement => (placement, true)).Prepend((placements[^1], false)))
        {
            var plans = rooms.SelectMany((room, i) => placement.Seats(group, room, first[i] ? 0 : 1, i)).ToArray();
            using (var run = new PairRun(group, plans, parley.Message(Size), options, stop))
            {
                run.Connect();
                var sample = Undisturbed(() => run.Relay(1));
                if (counts)
                    Add(round, placement.Id, parley, sample);
            }
            parley.AwaitNobody(group);
        }
    });

    /// <summary>What an idle connection adds to all nodes together.</summary>
    private void Memory(Placement placement) => Try($"memory, {placement.Id}", () => parley.Start(placement.Nodes), group =>
    {
        var rooms = parley.Rooms(group, options.Quick ? QuickMemoryRooms : MemoryRooms);
        var first = parley.OwnedBy(group.Nodes[0], group.Nodes[0], rooms);
        ClientPlan[] Plans(int count) =>
            [.. rooms.Take(count).SelectMany((room, i) => placement.Seats(group, room, first[i] ? 0 : 1, i))];
        using var loop = new EventLoop(group.Nodes[0].Port, stop);
        // A few first, so that the code is loaded and compiled before the first reading.
        Connector.Open(loop, Plans(QuickMemoryRooms / 4));
        loop.Drop();
        parley.AwaitNobody(group);
        var before = group.NodesResidentBytes();
        Connector.Open(loop, Plans(rooms.Count));
        loop.Idle(TimeSpan.FromSeconds(2));
        Add(0, placement.Id + "-memory", parley, new Sample
        {
            [Metric.BytesPerConnection] = (group.NodesResidentBytes() - before) / (2.0 * rooms.Count),
        });
    });

    /// <summary>Each kill is of another node; who talks there is at the two others.</summary>
    private void Failover() => Try("failover", () => parley.Start(3), group =>
    {
        var rooms = parley.Rooms(group, FailoverRooms);
        for (var kill = 0; kill < options.Kills; kill++)
        {
            var victim = kill % 3;
            var (one, other) = (group.Nodes[(victim + 1) % 3], group.Nodes[(victim + 2) % 3]);
            var owned = parley.OwnedBy(group.Nodes[victim], one, rooms);
            var plans = rooms.Where((_, i) => owned[i]).SelectMany(room => (ClientPlan[])[room.Seat(0, one), room.Seat(1, other)]).ToArray();
            using (var loop = new EventLoop(one.Port, stop))
            {
                Connector.Open(loop, plans);
                loop.Quiet();
                var load = new FailoverLoad(loop);
                var silences = load.Run(parley.Message(Size), () => group.Kill(victim));
                foreach (var silence in silences)
                    results.Silences.Record(silence);
                results.Kills++;
                results.Failover = (results.Failover.Sent + load.Sent, results.Failover.Lost + load.Lost);
                measured(results);
                Console.WriteLine($"kill {kill + 1}/{options.Kills}: {silences.Count} rooms silent for " +
                    $"{silences.Min() / Clock.Millisecond} to {silences.Max() / Clock.Millisecond} ms; {load.Sent} sent, {load.Lost} lost");
            }
            parley.Replace(group, victim);
        }
    });

    private void Add(int round, string name, ClusteredPeer peer, Sample sample)
    {
        results.Add(round, name, peer.Name, sample);
        Console.WriteLine($"round {round + 1}/{options.Rounds}  {name,-8} {peer.Name,-10} " +
            string.Join("   ", sample.Select(n => $"{n.Key.Name} {n.Key.Show(n.Value)}")));
    }

    /// <summary>What others disturb is measured once more; the least disturbed counts.</summary>
    private Sample Undisturbed(Func<Sample> measure)
    {
        Sample? best = null;
        for (var attempt = 0; attempt < (options.Quick ? 1 : MostAttempts) && (best is null || best[Metric.OthersBusy] > MostOfOthers); attempt++)
        {
            var sample = measure();
            if (best is null || sample[Metric.OthersBusy] < best[Metric.OthersBusy])
                best = sample;
        }
        return best!;
    }

    private void Try(string what, Func<ServerGroup> start, Action<ServerGroup> measure)
    {
        ServerGroup? group = null;
        try
        {
            group = start();
            measure(group);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            results.Failures.Add($"{what}: {error.Message.Split('\n')[0]}");
            Console.WriteLine($"FAILED: {what}: {error.Message}\n{group?.LogTail()}");
        }
        finally
        {
            group?.Dispose();
        }
        measured(results);
    }
}

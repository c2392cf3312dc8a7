using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Report;
using Parley.Bench.Scenarios;
using Parley.Bench.Servers;

namespace Parley.Bench;

/// <summary>Goes through rounds, scenarios and peers.</summary>
internal sealed class Runner(BenchOptions options, Layout layout, CancellationToken stop)
{
    private readonly int mostAttempts = options.Quick ? 1 : 3;
    private readonly PidFile pids = new(options.Pids);

    /// <summary>
    /// Interleaved, so that a slow spell of the machine hits all peers: they take turns of half a second at what fills a
    /// server, and do everything else one after another, each on a server of its own. Who begins changes from round to round.
    /// </summary>
    /// <param name="afterRound">Gets all that was measured by then.</param>
    internal Results Measure(Action<Results> afterRound)
    {
        var peers = options.Choose(PeerCatalog.All(layout));
        var scenarios = ScenarioCatalog.All.Where(scenario => options.Only.Contains(scenario.Id)).ToArray();
        var results = new Results(peers, scenarios, options.Rounds);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var s = 0; s < scenarios.Length; s++)
            {
                var order = peers.Select((_, p) => peers[(p + s + round) % peers.Count]).Where(scenarios[s].Takes).ToArray();
                if (scenarios[s] is SaturationScenario saturation)
                    MeasureInTurns(results, round, saturation, order);
                else if (scenarios[s] is SoloScenario solo)
                    Array.ForEach(order, peer => MeasureAlone(results, round, solo, peer));
            }
            afterRound(results);
        }
        return results;
    }

    private void MeasureAlone(Results results, int round, SoloScenario scenario, Peer peer) =>
        Record(results, round, scenario, peer, () => MeasureUndisturbed(scenario, peer));

    private void MeasureInTurns(Results results, int round, SaturationScenario scenario, IReadOnlyList<Peer> order)
    {
        using var turns = new Turns(scenario, options.Durations);
        foreach (var peer in order)
        {
            Console.Write($"\rstarting {peer.Name}          ");
            turns.Add(peer, () => ServerProcess.Start(peer, options.ServerCore, pids, stop), stop);
        }

        Console.Write("\r                              \r");
        turns.Measure(mostAttempts);
        foreach (var peer in order)
            Record(results, round, scenario, peer, () => turns.Of(peer));
    }

    private void Record(Results results, int round, Scenario scenario, Peer peer, Func<Sample> measure)
    {
        Console.Write($"round {round + 1}/{options.Rounds}  {scenario.Id,-13} {peer.Name,-10} ");
        try
        {
            var sample = measure();
            results.Add(round, scenario, peer, sample);
            Console.WriteLine(string.Join("   ", sample.Select(n => $"{n.Key.Name} {n.Key.Show(n.Value)}")));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            results.Fail(scenario, peer, error.Message);
            Console.WriteLine($"FAILED: {error.Message}");
        }
    }

    private Sample MeasureUndisturbed(SoloScenario scenario, Peer peer)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var server = ServerProcess.Start(peer, options.ServerCore, pids, stop);
            var sample = server.Explain(() => scenario.Measure(new Run(peer, server, options.Durations, stop)));
            if (attempt == mostAttempts || !sample.Disturbed)
                return sample;
            Console.Write("(disturbed by other processes, again) ");
        }
    }
}

using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Report;
using Parley.Bench.Scenarios;
using Parley.Bench.Servers;

namespace Parley.Bench;

/// <summary>Goes through rounds, scenarios and peers; every measurement gets a server of its own.</summary>
internal sealed class Runner(BenchOptions options, Layout layout, CancellationToken stop)
{
    private readonly int mostAttempts = options.Quick ? 1 : 3;
    private readonly PidFile pids = new(options.Pids);

    /// <summary>
    /// Interleaved: all peers do a scenario within a minute or so of each other, so that a slow spell of the machine
    /// hits all of them, and who begins changes from round to round.
    /// </summary>
    internal Results Measure()
    {
        var peers = options.Choose(PeerCatalog.All(layout));
        var scenarios = ScenarioCatalog.All.Where(scenario => options.Only.Contains(scenario.Id)).ToArray();
        var results = new Results(peers, scenarios, options.Rounds);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var s = 0; s < scenarios.Length; s++)
            {
                for (var p = 0; p < peers.Count; p++)
                    MeasureOne(results, round, scenarios[s], peers[(p + s + round) % peers.Count]);
            }
        }
        return results;
    }

    private void MeasureOne(Results results, int round, Scenario scenario, Peer peer)
    {
        if (!scenario.Takes(peer))
            return;
        Console.Write($"round {round + 1}/{options.Rounds}  {scenario.Id,-13} {peer.Name,-10} ");
        try
        {
            var sample = MeasureUndisturbed(scenario, peer);
            results.Add(round, scenario, peer, sample);
            Console.WriteLine(string.Join("   ", sample.Select(n => $"{n.Key.Name} {n.Key.Show(n.Value)}")));
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            results.Fail(scenario, peer, error.Message);
            Console.WriteLine($"FAILED: {error.Message}");
        }
    }

    private Sample MeasureUndisturbed(Scenario scenario, Peer peer)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var server = ServerProcess.Start(peer, options.ServerCore, pids, stop);
            var sample = Attempt(server, () => scenario.Measure(new Run(peer, server, options.Durations, stop)));
            if (attempt == mostAttempts || !sample.Disturbed)
                return sample;
            Console.Write("(disturbed by other processes, again) ");
        }
    }

    private static Sample Attempt(ServerProcess server, Func<Sample> measure)
    {
        try
        {
            return measure();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new BenchException($"{error.Message}\n{server.LogTail()}".TrimEnd());
        }
    }
}

using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Scenarios;
using Parley.Bench.Servers;

namespace Parley.Bench;

/// <summary>
/// All peers' servers at once, of which one at a time is loaded. The speed of a shared machine changes within seconds: who is
/// compared has to be measured within one.
/// </summary>
internal sealed class Turns(SaturationScenario scenario, Durations durations) : IDisposable
{
    /// <summary>So many turns make the time that counts.</summary>
    private const int Count = 6;

    private readonly Dictionary<Peer, Contender> contenders = [];
    private readonly Dictionary<Peer, Exception> failed = [];

    /// <summary>Starts a peer's server and warms it up.</summary>
    internal void Add(Peer peer, Func<ServerProcess> start, CancellationToken stop)
    {
        Contender? contender = null;
        Try(peer, () =>
        {
            contender = new Contender(start(), stop);
            contender.Open(scenario, peer, durations.WarmUp);
        });
        if (failed.ContainsKey(peer)) contender?.Dispose();
        else contenders.Add(peer, contender!);
        foreach (var waiting in contenders.Values) waiting.Wait();
    }

    /// <summary>Measures everybody, and all once more where one was disturbed, until none was or the attempts are used up.</summary>
    internal void Measure(int attempts)
    {
        for (var attempt = 1; ; attempt++)
        {
            foreach (var contender in contenders.Values) contender.Total = default;
            for (var turn = 0; turn < Count; turn++) TakeTurns(turn);
            if (attempt == attempts || !Alive.Any(c => c.Value.Total.ToSample(scenario.Rate, Metric.CpuPerMessage).Disturbed)) return;
            Console.WriteLine($"{scenario.Id}: disturbed by other processes, again");
        }
    }

    /// <summary>What was measured of a peer; throws what went wrong with it.</summary>
    internal Sample Of(Peer peer) => failed.TryGetValue(peer, out var error)
        ? throw error
        : contenders[peer].Total.ToSample(scenario.Rate, Metric.CpuPerMessage);

    public void Dispose()
    {
        foreach (var contender in contenders.Values) contender.Dispose();
    }

    private IEnumerable<KeyValuePair<Peer, Contender>> Alive => contenders.Where(c => !failed.ContainsKey(c.Key));

    private void TakeTurns(int turn)
    {
        // Forth and back: nobody always comes behind the same one.
        var order = turn % 2 == 0 ? Alive.ToArray() : [.. Alive.Reverse()];
        foreach (var (peer, contender) in order)
        {
            Try(peer, () => contender.TakeTurn(durations.Measure / Count));
            foreach (var (_, waiting) in Alive) waiting.Wait();
        }
    }

    private void Try(Peer peer, Action work)
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            failed[peer] = error;
        }
    }

    /// <summary>A server and its load.</summary>
    private sealed class Contender(ServerProcess server, CancellationToken stop) : IDisposable
    {
        private readonly EventLoop loop = new(server.Port, stop);
        private ClosedLoad? load;

        internal Reading Total { get; set; }

        internal void Open(SaturationScenario scenario, Peer peer, TimeSpan warmUp) => load = server.Explain(() =>
        {
            var opened = scenario.Open(peer, server, loop);
            opened.WarmUp(warmUp);
            return opened;
        });

        internal void TakeTurn(TimeSpan span) => Total += server.Explain(() => load!.Measure(server, span));

        /// <summary>Answers the server's pings while others have their turn.</summary>
        internal void Wait() => loop.Idle(TimeSpan.FromMilliseconds(1));

        public void Dispose()
        {
            loop.Dispose();
            server.Dispose();
        }
    }
}

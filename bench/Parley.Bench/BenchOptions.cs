using System.Globalization;
using Parley.Bench.Peers;
using Parley.Bench.Scenarios;

namespace Parley.Bench;

/// <summary>What <c>eng/bench</c> was asked to do.</summary>
internal sealed class BenchOptions
{
    internal const string Usage = """
        usage: eng/bench [options]
          --rounds N         rounds, each measuring every peer in every scenario (default 5)
          --only A,B         scenarios: relay, relay-8, burst, relay-2500, relay-2500-8, polling, rooms,
                             presence, presence-70, presence-full, latency, connects,
                             publish, watch, memory
          --peers A,B        peers: parley, live, live-sfu, naive, naive-jwt, ws, socket.io, parley-io,
                             world, world-batch, peer, bun, limit; naive is always there
          --against REV      builds Parley as it was at that revision, too: peer «before»
          --quick            one short round: to try things, not to quote
          --warm-up S        seconds of load before the clock starts (default 3)
          --measure S        seconds that count (default 3)
          --out DIR          where the report goes (default bench/results; artifacts/bench when something is left out)
          --server-core N    the core the servers run on (default 0)
          --load-core N      the core the load generator runs on (default 1)
        """;

    private TimeSpan? warmUp;
    private TimeSpan? measure;

    internal int Rounds { get; private set; } = 5;

    internal int ServerCore { get; private set; }

    internal IReadOnlyList<string> Only { get; private set; } = [.. ScenarioCatalog.All.Select(known => known.Id)];

    internal IReadOnlyList<string>? Peers { get; private set; }

    internal bool Quick { get; private set; }

    internal string Repository { get; private set; } = ".";

    internal string? Pids { get; private set; }

    internal string Out
    {
        get => field.Length > 0 ? field : Path.Combine(Repository, Partial ? "artifacts/bench" : "bench/results");
        private set;
    } = "";

    // A run that leaves something out is no record.
    private bool Partial => Quick || Peers is not null || Only.Count < ScenarioCatalog.All.Count;

    internal Durations Durations => new(warmUp ?? Seconds(Quick ? 0.7 : 3), measure ?? Seconds(Quick ? 1 : 3));

    /// <exception cref="BenchException">An option is unknown, or its value is.</exception>
    internal static BenchOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new BenchOptions();
        var rounds = (int?)null;
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count
                ? arguments[i]
                : throw new BenchException($"{arguments[i - 1]} needs a value");
            switch (arguments[i])
            {
                case "--rounds": rounds = Number(Value(), 1, 1000); break;
                case "--only": options.Only = Names(Value(), options.Only); break;
                case "--peers": options.Peers = Value().Split(','); break;
                case "--quick": options.Quick = true; break;
                case "--warm-up": options.warmUp = Seconds(Number(Value(), 1, 600)); break;
                case "--measure": options.measure = Seconds(Number(Value(), 1, 600)); break;
                case "--out": options.Out = Value(); break;
                case "--server-core": options.ServerCore = Number(Value(), 0, 4096); break;
                case "--repository": options.Repository = Value(); break;
                case "--pids": options.Pids = Value(); break;
                default: throw new BenchException($"«{arguments[i]}» is no option\n{Usage}");
            }
        }
        options.Rounds = rounds ?? (options.Quick ? 1 : 5);
        return options;
    }

    /// <summary>The peers asked for, in the catalog's order; the baseline is always among them.</summary>
    internal IReadOnlyList<Peer> Choose(IReadOnlyList<Peer> all)
    {
        if (Peers is null)
            return all;
        var names = Names(string.Join(',', Peers), [.. all.Select(peer => peer.Name)]);
        return [.. all.Where(peer => names.Contains(peer.Name) || peer.Name == PeerCatalog.Baseline)];
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static string[] Names(string list, IReadOnlyList<string> known)
    {
        var names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var stranger = Array.Find(names, name => !known.Contains(name));
        if (stranger is not null)
            throw new BenchException($"«{stranger}» is none of: {string.Join(", ", known)}");
        return names;
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BenchException($"«{text}» is not a number from {least} to {most}");
}

using System.Globalization;

namespace Parley.Bench.Cluster;

/// <summary>What <c>eng/bench cluster</c> was asked to do.</summary>
internal sealed class ClusterOptions
{
    internal const string Usage = """
        usage: eng/bench cluster [options]
          --rounds N         rounds, each measuring both peers across nodes, and Parley on one and two (default 3)
          --kills N          nodes to kill (default 20)
          --only A,B         parts: across, nodes, memory, failover
          --quick            one short round and two kills: to try things, not to quote
          --warm-up S        seconds of load before the clock starts (default 3)
          --measure S        seconds that count (default 3)
          --out DIR          where the report goes (default bench/results; artifacts/bench when something is left out)
          --server-core N    the core that all servers and the broker run on (default 0)
          --load-core N      the core the load generator runs on (default 1)
        """;

    /// <summary>What is measured, each by itself.</summary>
    internal static readonly IReadOnlyList<string> Parts = ["across", "nodes", "memory", "failover"];

    private int? rounds;
    private int? kills;
    private int? warmUp;
    private int? measure;

    internal int Rounds => rounds ?? (Quick ? 1 : 3);

    internal int Kills => kills ?? (Quick ? 2 : 20);

    internal IReadOnlyList<string> Only { get; private set; } = Parts;

    internal bool Quick { get; private set; }

    internal int ServerCore { get; private set; }

    internal string Repository { get; private set; } = ".";

    internal string? Pids { get; private set; }

    internal TimeSpan WarmUp => TimeSpan.FromSeconds(warmUp ?? (Quick ? 1 : 3));

    internal TimeSpan Measure => TimeSpan.FromSeconds(measure ?? (Quick ? 1 : 3));

    internal string Out
    {
        get => field.Length > 0 ? field : Path.Combine(Repository, Quick || Only.Count < Parts.Count ? "artifacts/bench" : "bench/results");
        private set;
    } = "";

    /// <exception cref="BenchException">An option is unknown, or its value is.</exception>
    internal static ClusterOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new ClusterOptions();
        for (var i = 0; i < arguments.Count; i++)
        {
            string Value() => ++i < arguments.Count
                ? arguments[i]
                : throw new BenchException($"{arguments[i - 1]} needs a value");
            switch (arguments[i])
            {
                case "--rounds": options.rounds = Number(Value(), 1, 1000); break;
                case "--kills": options.kills = Number(Value(), 1, 1000); break;
                case "--only": options.Only = Names(Value()); break;
                case "--quick": options.Quick = true; break;
                case "--warm-up": options.warmUp = Number(Value(), 1, 600); break;
                case "--measure": options.measure = Number(Value(), 1, 600); break;
                case "--out": options.Out = Value(); break;
                case "--server-core": options.ServerCore = Number(Value(), 0, 4096); break;
                case "--repository": options.Repository = Value(); break;
                case "--pids": options.Pids = Value(); break;
                default: throw new BenchException($"«{arguments[i]}» is no option\n{Usage}");
            }
        }
        return options;
    }

    private static string[] Names(string list)
    {
        var names = list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return Array.Find(names, name => !Parts.Contains(name)) is { } stranger
            ? throw new BenchException($"«{stranger}» is none of: {string.Join(", ", Parts)}")
            : names;
    }

    private static int Number(string text, int least, int most) =>
        int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BenchException($"«{text}» is not a number from {least} to {most}");
}

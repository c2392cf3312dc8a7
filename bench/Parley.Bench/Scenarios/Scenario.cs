using System.Globalization;
using Parley.Bench.Load;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Servers;

namespace Parley.Bench.Scenarios;

/// <summary>One thing that is measured.</summary>
/// <param name="id">As <c>--only</c> takes it.</param>
/// <param name="title">As the report calls it.</param>
/// <param name="figures">The numbers that the report compares.</param>
internal abstract class Scenario(string id, string title, params Metric[] figures)
{
    internal string Id => id;

    internal string Title => title;

    internal IReadOnlyList<Metric> Figures => figures;

    internal virtual bool Takes(Peer peer) => peer.Relays;
}

/// <summary>One that is measured on a server started for it alone.</summary>
internal abstract class SoloScenario(string id, string title, params Metric[] figures) : Scenario(id, title, figures)
{
    internal abstract Sample Measure(Run run);

    /// <summary>
    /// Connects again and again before the clock starts. Much more code takes part in that than in a relay, and each
    /// connection runs it once: a just-in-time compiler takes longer.
    /// </summary>
    /// <param name="run">Says how long.</param>
    /// <param name="loop">Of the connections, which are dropped each time.</param>
    /// <param name="connect">Connects some, whose names begin with what it is given.</param>
    protected static void WarmUp(Run run, EventLoop loop, Action<string> connect)
    {
        for (var (end, round) = (Clock.In(3 * run.Durations.WarmUp), 0); Clock.Now < end; round++)
        {
            connect(string.Create(CultureInfo.InvariantCulture, $"w{round}-"));
            loop.Drop();
            loop.Idle(TimeSpan.FromMilliseconds(250));
        }
    }
}

/// <summary>A running server and how long to measure it.</summary>
internal sealed record Run(Peer Peer, ServerProcess Server, Durations Durations, CancellationToken Stop)
{
    internal EventLoop OpenLoop() => new(Server.Port, Stop);
}

/// <summary>How long the parts of a measurement take.</summary>
/// <param name="WarmUp">Load before the clock starts, so that a just-in-time compiler is done.</param>
/// <param name="Measure">The time that counts.</param>
internal sealed record Durations(TimeSpan WarmUp, TimeSpan Measure);

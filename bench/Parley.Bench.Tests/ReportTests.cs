using System.Xml.Linq;
using Parley.Bench.Measuring;
using Parley.Bench.Peers;
using Parley.Bench.Report;
using Parley.Bench.Scenarios;

namespace Parley.Bench.Tests;

public sealed class ReportTests
{
    private readonly IReadOnlyList<Peer> peers = PeerCatalog.All(new Layout("."));

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[] { double.NaN, 7 }, 7)]
    public void The_median_is_the_middle(double[] values, double expected) =>
        Spread.Of(values)!.Median.ShouldBe(expected);

    [Fact]
    public void Nothing_has_no_median() => Spread.Of([]).ShouldBeNull();

    [Fact]
    public void A_ratio_is_taken_within_each_round()
    {
        var results = Fill(3, (round, peer) => (peer == "parley" ? 200 : 100) * (round + 1));
        var ratio = results.Ratio("relay", Metric.Messages, "parley", "naive")!;
        (ratio.Least, ratio.Median, ratio.Most).ShouldBe((2, 2, 2));
    }

    [Fact]
    public void A_round_that_one_of_two_has_missed_has_no_ratio()
    {
        var relay = ScenarioCatalog.All[0];
        var results = new Results(peers, [relay], 2);
        results.Add(0, relay, Named("parley"), new Sample { [Metric.Messages] = 10 });
        results.Add(1, relay, Named("naive"), new Sample { [Metric.Messages] = 10 });
        results.Ratio("relay", Metric.Messages, "parley", "naive").ShouldBeNull();
    }

    [Fact]
    public void Goals_know_which_way_is_good()
    {
        new Goal("relay", Metric.Messages, "naive", 1.5).Met(1.49).ShouldBeFalse();
        new Goal("relay", Metric.Messages, "naive", 1.5).Met(1.5).ShouldBeTrue();
        new Goal("latency", Metric.P99, "naive", 1).Met(1.01).ShouldBeFalse();
        new Goal("memory", Metric.BytesPerConnection, null, 16_000).Met(15_999).ShouldBeTrue();
    }

    [Fact]
    public void Every_goal_is_about_a_figure_that_is_measured()
    {
        var results = Fill(1, (_, _) => 1);
        Goals.All.ShouldAllBe(goal => goal.Actual(results) != null);
    }

    [Fact]
    public void Beside_a_goal_stands_what_the_least_code_reaches()
    {
        var results = Fill(1, (_, peer) => peer switch { "limit" => 12, "limit-ticks" => 30, "naive-jwt" => 2, _ => 3 });
        Goals.All.First(goal => goal.Scenario == "rooms").Limit(results).ShouldBe(4);
        Goals.All.First(goal => goal.Scenario == "presence-full").Limit(results).ShouldBe(10);
        Goals.All.First(goal => goal.Scenario == "connects").Limit(results).ShouldBe(2 / 3.0);
        Goals.All.First(goal => goal.Scenario == "polling").Limit(results).ShouldBeNull();
    }

    [Fact]
    public void The_plot_is_well_formed_and_shows_every_peer()
    {
        var random = new Random(7);
        var drawing = RatioPlot.Draw(Fill(5, (_, peer) => 60 + peer.Length * (12 + random.NextDouble())));
        var words = XDocument.Parse(drawing).Descendants().Select(node => node.Value).ToHashSet();
        peers.ShouldAllBe(peer => words.Contains(peer.Name));
    }

    [Fact]
    public void A_scenario_without_the_baseline_is_not_drawn_but_has_its_goal()
    {
        var results = Fill(1, (_, peer) => peer.Length);
        RatioPlot.Draw(results).ShouldNotContain("by long polling");
        results.Median("polling", Metric.Messages, "naive").ShouldBeNull();
        results.Ratio("polling", Metric.Messages, "parley-io", "socket.io")!.Median.ShouldBe(1);
    }

    [Fact]
    public void A_run_that_was_ended_says_how_far_it_came()
    {
        MarkdownReport.Rounds(Fill(2, (_, _) => 1, planned: 5), BenchOptions.Parse([])).ShouldStartWith("Rounds: 2 of 5, then it was ended, interleaved;");
        MarkdownReport.Rounds(Fill(5, (_, _) => 1), BenchOptions.Parse([])).ShouldStartWith("Rounds: 5, interleaved;");
    }

    private Results Fill(int rounds, Func<int, string, double> value, int? planned = null)
    {
        var results = new Results(peers, ScenarioCatalog.All, planned ?? rounds);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var scenario in ScenarioCatalog.All)
            {
                foreach (var peer in peers.Where(scenario.Takes))
                {
                    var sample = new Sample();
                    foreach (var metric in scenario.Figures)
                        sample[metric] = value(round, peer.Name);
                    results.Add(round, scenario, peer, sample);
                }
            }
        }
        return results;
    }

    private Peer Named(string name) => peers.Single(peer => peer.Name == name);
}

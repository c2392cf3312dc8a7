using Parley.Bench.Cluster;
using Parley.Bench.Measuring;

namespace Parley.Bench.Tests;

public sealed class ClusterTests
{
    private readonly ClusterResults results = new(2);

    [Fact]
    public void What_two_nodes_carry_is_twice_what_one_does_less_what_more_a_message_costs_them()
    {
        for (var round = 0; round < 2; round++)
        {
            results.Add(round, Placement.One.Id, "parley", new Sample { [Metric.NodesCpu] = 20 });
            results.Add(round, Placement.Mostly.Id, "parley", new Sample { [Metric.NodesCpu] = 25 });
        }

        ClusterGoal.TwoNodes(results).ShouldBe(1.6);
    }

    [Fact]
    public void Peers_are_compared_within_each_round()
    {
        for (var round = 0; round < 2; round++)
        {
            results.Add(round, "relay", "parley", new Sample { [Metric.Messages] = 300 * (round + 1) });
            results.Add(round, "relay", "socket.io", new Sample { [Metric.Messages] = 100 * (round + 1) });
        }

        results.Ratio("relay", "parley", "socket.io", Metric.Messages)!.Median.ShouldBe(3);
        Goal("1 in flight").ShouldBe((3, true));
        results.Ratio("latency", "parley", "socket.io", Metric.P50).ShouldBeNull();
    }

    [Fact]
    public void A_kill_that_takes_too_long_or_loses_something_misses_its_goal()
    {
        Goal("first message").Actual.ShouldBeNull();
        for (var i = 0; i < 98; i++)
            results.Silences.Record(Clock.Second);
        for (var i = 0; i < 2; i++)
            results.Silences.Record(4 * Clock.Second);
        (results.Kills, results.Failover) = (1, (100, 1));

        Goal("first message").IsMet.ShouldBe(false);
        Goal("lost").ShouldBe((1, false));
    }

    [Fact]
    public void Parts_are_chosen_by_name()
    {
        ClusterOptions.Parse(["--only", "failover", "--kills", "3"]).Kills.ShouldBe(3);
        Should.Throw<BenchException>(() => ClusterOptions.Parse(["--only", "everything"]));
    }

    private (double? Actual, bool? IsMet) Goal(string about)
    {
        var goal = ClusterGoal.All.Single(goal => goal.What.Contains(about, StringComparison.Ordinal));
        var actual = goal.Actual(results);
        return (actual, actual is { } value ? goal.IsMet(value) : null);
    }
}

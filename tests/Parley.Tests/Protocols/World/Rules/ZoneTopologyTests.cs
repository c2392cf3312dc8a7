using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

public sealed class ZoneTopologyTests
{
    private long now;
    private bool available = true;

    [Theory]
    [InlineData(1, 2)]
    [InlineData(8, 9)]
    [InlineData(12, 13)]
    public void A_zone_is_promoted_with_the_first_above_its_threshold_and_everybody_is_told(int sfuAbove, int people)
    {
        var zone = Zone(sfuAbove);
        for (var i = 1; i < people; i++) Enter(zone, i).ShouldBe(TopologyStep.Nothing);

        var step = Enter(zone, people);

        step.Change.ShouldBe(TopologyChange.Promoted);
        step.Promote.ShouldBe(Enumerable.Range(1, people).Select(Name), ignoreOrder: true);
        zone.OnSfu.ShouldBeTrue();
    }

    [Fact]
    public void A_later_joiner_is_promoted_alone()
    {
        var zone = Meeting();

        var step = Enter(zone, 3);

        step.ShouldSatisfyAllConditions(
            () => step.Change.ShouldBe(TopologyChange.None),
            () => step.Promote.ShouldBe(["user3"]));
    }

    [Fact]
    public void Without_a_media_server_zones_stay_P2P_until_there_is_one()
    {
        available = false;
        var zone = Zone(1);
        Enter(zone, 1);
        Enter(zone, 2).ShouldBe(TopologyStep.Nothing);
        zone.DueAt(now).ShouldBe(1000, "it looks again");
        Pass(zone, 60).ShouldBe(TopologyChange.None);

        available = true;

        Pass(zone, 1).ShouldBe(TopologyChange.Promoted);
    }

    [Fact]
    public void Stragglers_are_promoted_again_after_10_s_once()
    {
        var zone = Meeting();
        zone.TryConnect("user1").ShouldBeTrue();

        now += 9_999;
        zone.Due(now, available).Promote.ShouldBeEmpty();
        zone.DueAt(now).ShouldBe(10_000);
        now++;
        zone.Due(now, available).Promote.ShouldBe(["user2"]);

        now += 100_000;
        zone.Due(now, available).Promote.ShouldBeEmpty();
    }

    [Fact]
    public void Those_connected_are_counted_once_each_and_while_they_are()
    {
        var zone = Meeting();
        zone.ConnectedCount.ShouldBe(0);

        zone.TryConnect("user1");
        zone.TryConnect("user1");
        zone.TryConnect("user2");
        zone.TryConnect("nobody").ShouldBeFalse();
        zone.ConnectedCount.ShouldBe(2);

        zone.Disconnected("user1", byError: false, now, available);
        zone.ConnectedCount.ShouldBe(1);
        zone.Left("user2", now, available);
        zone.ConnectedCount.ShouldBe(0);
    }

    [Fact]
    public void Who_leaves_the_SFU_on_purpose_is_not_called_back()
    {
        var zone = Meeting();
        zone.TryConnect("user1");
        zone.TryConnect("user2");

        zone.Disconnected("user1", byError: false, now, available).ShouldBe(TopologyStep.Nothing);

        now += 20_000;
        zone.Due(now, available).Promote.ShouldBeEmpty();
    }

    [Fact]
    public void Who_loses_the_SFU_by_an_error_is_promoted_anew_and_reminded_again()
    {
        var zone = Meeting();
        zone.TryConnect("user1");
        zone.TryConnect("user2");
        now += 15_000;

        zone.Disconnected("user1", byError: true, now, available).Promote.ShouldBe(["user1"]);

        now += 10_000;
        zone.Due(now, available).Promote.ShouldBe(["user1"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_error_where_the_media_server_is_gone_takes_the_zone_back_at_once(bool byError)
    {
        var zone = Meeting();
        available = false;

        zone.Disconnected("user1", byError, now, available).Change.ShouldBe(TopologyChange.FellBack);

        zone.OnSfu.ShouldBeFalse();
        zone.TryConnect("user1").ShouldBeFalse();
    }

    [Fact]
    public void The_zone_goes_back_by_itself_when_the_media_server_is_gone_and_not_to_it_again_within_30_s()
    {
        var zone = Meeting();
        available = false;
        Pass(zone, 1).ShouldBe(TopologyChange.FellBack);

        available = true;

        Pass(zone, 29).ShouldBe(TopologyChange.None);
        zone.DueAt(now).ShouldBe(31_000);
        Pass(zone, 1).ShouldBe(TopologyChange.Promoted);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(8, 4)]
    [InlineData(12, 6)]
    [InlineData(5, 2)]
    public void A_zone_is_demoted_when_it_was_at_or_below_half_its_threshold_for_30_s(int sfuAbove, int half)
    {
        var zone = Zone(sfuAbove);
        for (var i = 1; i <= sfuAbove + 1; i++) Enter(zone, i);
        now += 60_000;
        for (var i = sfuAbove + 1; i > half + 1; i--) Leave(zone, i);
        Pass(zone, 60).ShouldBe(TopologyChange.None, "one more than half");

        Leave(zone, half + 1);

        Pass(zone, 29).ShouldBe(TopologyChange.None);
        Pass(zone, 1).ShouldBe(TopologyChange.Demoted);
        zone.OnSfu.ShouldBeFalse();
    }

    [Fact]
    public void The_30_s_begin_anew_when_the_zone_has_filled_meanwhile()
    {
        var zone = Meeting();
        now += 60_000;
        Leave(zone, 2);
        Pass(zone, 29);
        Enter(zone, 2);
        Leave(zone, 2);

        Pass(zone, 29).ShouldBe(TopologyChange.None);
        Pass(zone, 1).ShouldBe(TopologyChange.Demoted);
    }

    [Fact]
    public void A_zone_changes_at_most_once_in_30_s()
    {
        var zone = Meeting();
        Leave(zone, 2);
        Pass(zone, 30).ShouldBe(TopologyChange.Demoted);

        Enter(zone, 2).ShouldBe(TopologyStep.Nothing);

        Pass(zone, 29).ShouldBe(TopologyChange.None);
        Pass(zone, 1).ShouldBe(TopologyChange.Promoted);
    }

    [Fact]
    public void More_than_30_percent_who_needed_TURN_and_at_least_3_take_any_zone_to_the_SFU()
    {
        var zone = Zone(12);
        for (var i = 1; i <= 10; i++) Enter(zone, i);
        Turn(zone, 1, 2).ShouldBe(TopologyStep.Nothing);
        zone.NeededTurnCount.ShouldBe(1);
        Turn(zone, 2, 3).ShouldBe(TopologyStep.Nothing);
        zone.NeededTurnCount.ShouldBe(2);
        Turn(zone, 1, 3).ShouldBe(TopologyStep.Nothing, "30 % are not more than 30 %");
        zone.NeededTurnCount.ShouldBe(3, "two have said so of the third");

        Leave(zone, 10).Change.ShouldBe(TopologyChange.Promoted, "3 of 9 are");
    }

    [Fact]
    public void Two_who_needed_TURN_are_too_few_however_small_the_zone()
    {
        var zone = Zone(12);
        Enter(zone, 1);
        Enter(zone, 2);

        Turn(zone, 1, 2).ShouldBe(TopologyStep.Nothing);
        Turn(zone, 2, 1).ShouldBe(TopologyStep.Nothing);
        zone.NeededTurnCount.ShouldBe(2);
    }

    [Fact]
    public void One_persons_claims_take_no_zone_to_the_SFU()
    {
        var zone = Zone(12);
        for (var i = 1; i <= 9; i++) Enter(zone, i);

        for (var again = 0; again < 2; again++)
        {
            for (var i = 2; i <= 9; i++) Turn(zone, 1, i).ShouldBe(TopologyStep.Nothing);
            Leave(zone, 1).ShouldBe(TopologyStep.Nothing);
            Enter(zone, 1).ShouldBe(TopologyStep.Nothing);
        }

        zone.NeededTurnCount.ShouldBe(0, "who claimed it came back anew");
    }

    [Fact]
    public void A_zone_that_TURN_took_to_the_SFU_stays_while_they_are_there_who_need_it()
    {
        var zone = Zone(12);
        for (var i = 1; i <= 4; i++) Enter(zone, i);
        Turn(zone, 1, 2);
        Turn(zone, 2, 3);
        Turn(zone, 3, 1).Change.ShouldBe(TopologyChange.Promoted);
        Pass(zone, 300).ShouldBe(TopologyChange.None);

        Leave(zone, 1);
        Pass(zone, 300).ShouldBe(TopologyChange.None, "2 of 3 are more than half of what took it here");
        Leave(zone, 2);

        Pass(zone, 30).ShouldBe(TopologyChange.Demoted);
    }

    [Fact]
    public void Who_comes_back_after_a_lost_connection_is_promoted_again_and_counts_once()
    {
        var zone = Meeting();
        zone.TryConnect("user2");

        Enter(zone, 2).Promote.ShouldBe(["user2"]);

        zone.ConnectedCount.ShouldBe(0);
        now += 60_000;
        Leave(zone, 2);
        Pass(zone, 30).ShouldBe(TopologyChange.Demoted, "one is left");
    }

    private static string Name(int user) => $"user{user}";

    private static ZoneTopology Zone(int sfuAbove) => new(new TopologyRules(), sfuAbove);

    /// <summary>A meeting room of two, just promoted.</summary>
    private ZoneTopology Meeting()
    {
        var zone = Zone(1);
        Enter(zone, 1);
        Enter(zone, 2).Change.ShouldBe(TopologyChange.Promoted);
        return zone;
    }

    private TopologyStep Enter(ZoneTopology zone, int user) => zone.Entered(Name(user), now, available);

    private TopologyStep Leave(ZoneTopology zone, int user) => zone.Left(Name(user), now, available);

    private TopologyStep Turn(ZoneTopology zone, int user, int peer) => zone.NeededTurn(Name(user), Name(peer), now, available);

    /// <summary>Second by second; the last change there was.</summary>
    private TopologyChange Pass(ZoneTopology zone, int seconds)
    {
        var change = TopologyChange.None;
        for (var i = 0; i < seconds; i++)
        {
            now += 1000;
            if (zone.Due(now, available).Change is var next and not TopologyChange.None) change = next;
        }

        return change;
    }
}

using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>What a step may be. The map of the tests is drawn at <see cref="WorldText.Good"/>.</summary>
public sealed class Movement
{
    private readonly WorldBench bench = new();

    [Fact]
    public void A_step_that_is_free_is_accepted_in_silence_and_seen_by_others()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();

        alice.Intend(2.5, 2.5).ShouldBeEmpty();
        bench.Tick();

        Person.Seen(bob.Take()).ShouldBe(["alice 2.5,2.5"]);
    }

    [Theory]
    [InlineData(0.5, 1.5, "collision")] // a wall
    [InlineData(-1, 1.5, "collision")] // beyond the map
    [InlineData(1e300, 1.5, "collision")]
    [InlineData(-1e300, 1.5, "collision")]
    public void A_wall_or_beyond_the_map_is_collision(double x, double y, string reason)
    {
        var alice = bench.Come("alice");

        var answer = alice.Intend(x, y).ShouldHaveSingleItem();

        answer.ShouldBe($$$"""{"type":"POSITION_CORRECTION","payload":{"correct_position":{"x":1.5,"y":1.5},"reason":"{{{reason}}}"},"protocol_version":1}""");
    }

    [Fact]
    public void A_wall_on_the_straight_line_is_collision()
    {
        var alice = bench.Come("alice");
        alice.Intend(3.5, 1.5, 1).ShouldBeEmpty();
        bench.Pass(1);

        alice.Intend(5.5, 1.5, 2).ShouldHaveSingleItem().ShouldContain("\"reason\":\"collision\"");
    }

    [Fact]
    public void Two_fast_messages_do_not_lead_through_a_wall()
    {
        var bench = new WorldBench(map: WorldText.Picture(".#..", "....", "...."));
        var (alice, bob) = (bench.Come("alice", "picture"), bench.Come("bob", "picture"));
        alice.Take();

        // The first has to be behind the wall for the second to be; neither way of asking gets there.
        alice.Intend(2.5, 0.5, 1).ShouldHaveSingleItem().ShouldContain("collision");
        alice.Walk(3.5, 0.5, "all").ShouldHaveSingleItem().ShouldContain("collision");
        bench.Tick();

        bob.Take().ShouldBeEmpty();
    }

    [Fact]
    public void An_occupied_tile_is_occupied()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Intend(3.5, 3.5).ShouldBeEmpty();

        alice.Intend(3.2, 3.9).ShouldHaveSingleItem().ShouldContain("\"reason\":\"occupied\"");
        bob.Leave();
        alice.Take();
        alice.Intend(3.2, 3.9).ShouldBeEmpty();
    }

    [Fact]
    public void A_zone_may_allow_sharing_of_tiles()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Change("hall", "booth", 8.5, 1.5).ShouldHaveSingleItem().ShouldContain("ZONE_TRANSITIONED");
        bob.Change("hall", "booth", 8.5, 1.5).ShouldHaveSingleItem().ShouldContain("ZONE_TRANSITIONED");
    }

    [Fact]
    public void Four_tiles_at_once_and_eight_a_second_and_no_more()
    {
        var bench = new WorldBench(map: WorldText.Picture(new string('.', 60)));
        var alice = bench.Come("alice", "picture");
        var (x, y) = (0.0, 0.0);

        alice.Intend(x + 4.5, y, 1).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
        alice.Intend(x += 4, y, 2).ShouldBeEmpty();
        alice.Intend(x + 0.1, y, 3).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
        bench.Pass(0.25);
        alice.Intend(x += 2, y, 4).ShouldBeEmpty();
        alice.Intend(x + 0.1, y, 5).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
        bench.Pass(10);
        alice.Intend(x + 4.1, y, 6).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
    }

    [Fact]
    public void A_stale_timestamp_is_invalid_and_an_equal_one_is_not()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Intend(2.5, 1.5, 1000).ShouldBeEmpty();
        bench.Tick();
        bob.Take();

        alice.Intend(1.5, 1.5, 999).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
        bench.Tick();
        bob.Take().ShouldBeEmpty();
        alice.Intend(2.5, 2.5, 1000).ShouldBeEmpty();
    }

    [Fact]
    public void A_denied_door_is_invalid_and_an_open_one_lets_through()
    {
        var (admin, member) = (bench.Come("admin", roles: "Admin"), bench.Come("member"));
        foreach (var person in (Person[])[admin, member])
        {
            person.Change("hall", "team", 5.5 + (person == admin ? 0 : 1), 3.5).ShouldHaveSingleItem();
            bench.Pass(1);
        }

        member.Take();
        member.Intend(5.5, 4.5, 2).ShouldHaveSingleItem().ShouldContain("\"reason\":\"collision\"");
        bench.Pass(1);
        admin.Take();
        admin.Intend(5.5, 4.5, 2).ShouldBeEmpty();
        admin.Intend(5.5, 5.5, 3).ShouldBeEmpty();
        member.Intend(5.5, 3.5, 3).ShouldBeEmpty();
        member.Intend(5.5, 4.5, 4).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
    }

    [Fact]
    public void A_presence_update_gets_nobody_farther_than_a_move()
    {
        var alice = bench.Come("alice");

        alice.Walk(0.5, 0.5).ShouldHaveSingleItem().ShouldContain("\"reason\":\"collision\"");
        alice.Walk(99, 99).ShouldHaveSingleItem().ShouldContain("\"reason\":\"collision\"");
        alice.Walk(9.5, 1.5).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
    }

    [Fact]
    public void The_zone_of_a_presence_update_has_to_be_the_one_one_is_in()
    {
        var alice = bench.Come("alice");

        Person.Error(alice.Walk(2, 1.5, zone: "team").ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST not_in_zone");
        Person.Error(alice.Walk(2, 1.5, zone: "atlantis").ShouldHaveSingleItem()).ShouldBe("ZONE_NOT_FOUND payload.zone_id");
    }

    [Fact]
    public void An_error_overtakes_presence_that_waits()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();
        bob.Send(PresenceTicks.Turn(bob, "north"));
        bench.Tick();
        alice.Connection.LatestWaits.ShouldBeTrue();
        alice.Send("""{"type":"TELEPORT","payload":{}}""");

        alice.TakeTypes().ShouldBe(["ERROR", "PRESENCE_BROADCAST"]);
    }

    [Fact]
    public void A_correction_overtakes_presence_that_waits()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();
        bob.Send(PresenceTicks.Turn(bob, "north"));
        bench.Tick();
        alice.Connection.LatestWaits.ShouldBeTrue();
        alice.Send("""{"type":"MOVE_INTENT","payload":{"position":{"x":0,"y":0},"timestamp":1}}""");

        alice.TakeTypes().ShouldBe(["POSITION_CORRECTION", "PRESENCE_BROADCAST"]);
    }
}

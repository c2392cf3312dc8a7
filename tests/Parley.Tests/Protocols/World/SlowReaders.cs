using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>A client that reads slowly: the newest wins, and nobody's last position is lost.</summary>
public sealed class SlowReaders
{
    private readonly WorldBench bench = new(map: WorldText.Picture([.. Enumerable.Repeat(new string('.', 30), 10)]));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_waits_is_replaced_by_all_that_changed_since_what_was_got(bool batches)
    {
        var slow = bench.Come("slow", "picture", batches: batches);
        var (bob, carol, dave) = (bench.Come("bob", "picture"), bench.Come("carol", "picture"), bench.Come("dave", "picture"));
        slow.Take();
        bob.Send(PresenceTicks.Turn(bob, "north", "all"));
        bench.Tick();
        carol.Send(PresenceTicks.Turn(carol, "north", "all"));
        bench.Tick();
        dave.Send(PresenceTicks.Turn(dave, "north", "all"));
        bob.Send(PresenceTicks.Turn(bob, "west", "all"));
        bench.Tick();

        var got = slow.Take();

        string.Concat(got).Split("user_id").Length.ShouldBe(4);
        got.Count.ShouldBe(batches ? 1 : 3);
        Person.Seen(got).Select(s => s.Split(' ')[0]).ShouldBe(["bob", "carol", "dave"], ignoreOrder: true);
        string.Concat(got).ShouldContain("\"facing\":\"west\"");
    }

    [Fact]
    public void After_it_was_taken_only_what_changed_since_comes()
    {
        var (slow, bob, carol) = (bench.Come("slow", "picture"), bench.Come("bob", "picture"), bench.Come("carol", "picture"));
        slow.Take();
        bob.Send(PresenceTicks.Turn(bob, "north", "all"));
        bench.Tick();
        carol.Send(PresenceTicks.Turn(carol, "north", "all"));
        bench.Tick();
        slow.Take();
        carol.Send(PresenceTicks.Turn(carol, "west", "all"));
        bench.Tick();

        Person.Seen(slow.Take()).Select(s => s.Split(' ')[0]).ShouldBe(["carol"]);
    }

    [Fact]
    public void Its_own_moves_are_never_in_what_it_missed()
    {
        var (slow, bob) = (bench.Come("slow", "picture"), bench.Come("bob", "picture"));
        slow.Take();
        bob.Send(PresenceTicks.Turn(bob, "north", "all"));
        bench.Tick();
        slow.Send(PresenceTicks.Turn(slow, "north", "all"));
        bob.Send(PresenceTicks.Turn(bob, "west", "all"));
        bench.Tick();

        Person.Seen(slow.Take()).Select(s => s.Split(' ')[0]).ShouldBe(["bob"]);
    }

    [Fact]
    public void Nothing_of_somebody_comes_after_his_PEER_LEFT_and_the_others_are_told_again()
    {
        var (slow, bob, carol) = (bench.Come("slow", "picture"), bench.Come("bob", "picture"), bench.Come("carol", "picture"));
        slow.Take();
        bob.Send(PresenceTicks.Turn(bob, "north", "all"));
        carol.Send(PresenceTicks.Turn(carol, "north", "all"));
        bench.Tick();

        bob.Leave();
        slow.TakeInOrder().Select(Person.TypeOf).ShouldBe(["PEER_LEFT"]);
        slow.Connection.LatestWaits.ShouldBeFalse();

        bench.Tick();
        Person.Seen(slow.Take()).Select(s => s.Split(' ')[0]).ShouldBe(["carol"]);
    }

    [Fact]
    public void After_a_change_of_zone_no_presence_of_the_old_one_comes()
    {
        var bench = new WorldBench();
        var (slow, bob) = (bench.Come("slow"), bench.Come("bob"));
        slow.Take();
        bob.Send(PresenceTicks.Turn(bob, "north"));
        bench.Tick();

        slow.Send("""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"hall","to_zone_id":"team","position":{"x":5.5,"y":1.5}}}""");
        bench.Tick();

        slow.TakeTypes().ShouldBe(["ZONE_TRANSITIONED"]);
    }

    [Fact]
    public void However_long_it_does_not_read_one_buffer_waits()
    {
        var (slow, bob) = (bench.Come("slow", "picture"), bench.Come("bob", "picture"));
        slow.Take();
        for (var i = 0; i < 200; i++)
        {
            bob.Send(PresenceTicks.Turn(bob, i % 2 == 0 ? "north" : "south", "all"));
            bench.Tick();
        }

        slow.TakeInOrder().ShouldBeEmpty();
        slow.Take().Count.ShouldBe(1);
    }
}

namespace Parley.Tests.Protocols.World;

/// <summary>Presence is told on ticks: who gets what, and in how many pieces.</summary>
public sealed class PresenceTicks
{
    private readonly WorldBench bench = new();

    [Fact]
    public void A_tick_tells_the_zone_the_latest_once_and_never_its_sender()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();
        alice.Walk(2, 1.5).ShouldBeEmpty();
        alice.Walk(2.5, 1.5).ShouldBeEmpty();
        bob.Take().ShouldBeEmpty();

        bench.Tick();

        bob.Take().ShouldHaveSingleItem().ShouldBe(
            """{"type":"PRESENCE_BROADCAST","payload":{"user_id":"alice","position":{"x":2.5,"y":1.5},"facing":"east","state":"walking"},"protocol_version":1}""");
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Without_movement_nothing_is_sent()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Walk(2, 1.5);
        bench.Tick();
        bob.Take();
        for (var i = 0; i < 5; i++)
        {
            alice.Walk(2, 1.5);
            bench.Tick();
        }

        bob.Take().ShouldBeEmpty();
    }

    [Fact]
    public void All_of_a_tick_s_messages_to_one_client_are_a_single_write()
    {
        var people = "alice bob carol dave erin".Split(' ').Select(n => bench.Come(n)).ToList();
        foreach (var person in people) person.Take();
        bench.Pass(1);
        foreach (var person in people) person.Send(Turn(person, "north"));

        bench.Tick();

        foreach (var person in people)
        {
            person.Connection.Latest.ShouldNotBeNull();
            var got = person.Take();
            got.Count.ShouldBe(4);
            Person.Seen(got).Select(s => s.Split(' ')[0]).ShouldBe(people.Select(p => p.Name).Where(n => n != person.Name));
        }
    }

    [Fact]
    public void PRESENCE_BATCH_comes_instead_for_a_client_that_offers_presence_batch()
    {
        var (alice, bob, carol) = (bench.Come("alice", batches: true), bench.Come("bob", batches: true), bench.Come("carol"));
        alice.Send(Turn(alice, "north"));
        bob.Send(Turn(bob, "west"));
        carol.Send(Turn(carol, "south"));
        foreach (var person in (Person[])[alice, bob, carol]) person.Take();

        bench.Tick();

        alice.TakeTypes().ShouldBe(["PRESENCE_BATCH"]);
        Person.Seen(bob.Take()).Select(s => s.Split(' ')[0]).ShouldBe(["alice", "carol"]);
        carol.TakeTypes().ShouldBe(["PRESENCE_BROADCAST", "PRESENCE_BROADCAST"]);
    }

    [Fact]
    public void A_batch_names_each_with_position_facing_and_state()
    {
        var (alice, bob) = (bench.Come("alice", batches: true), bench.Come("bob"));
        alice.Take();
        bob.Walk(1, 2.25, state: "sitting", facing: "north");

        bench.Tick();

        alice.Take().ShouldHaveSingleItem().ShouldBe(
            """{"type":"PRESENCE_BATCH","payload":{"updates":[{"user_id":"bob","position":{"x":1,"y":2.25},"facing":"north","state":"sitting"}]},"protocol_version":1}""");
    }

    [Fact]
    public void A_batch_of_many_is_one_frame_with_each_once()
    {
        var bench = new WorldBench(map: Parley.Tests.World.Files.WorldText.Picture(
            [.. Enumerable.Repeat(new string('.', 60), 10)]));
        var people = Enumerable.Range(0, 40).Select(i => bench.Come($"p{i:00}", "picture", batches: i % 2 == 0)).ToList();
        foreach (var person in people) person.Take();
        foreach (var person in people.Skip(1)) person.Send(Turn(person, "west", "all"));

        bench.Tick();

        foreach (var person in people)
        {
            Person.Seen(person.Take()).Select(s => s.Split(' ')[0])
                .ShouldBe(people.Skip(1).Select(p => p.Name).Where(n => n != person.Name));
        }
    }

    [Fact]
    public void Digits_are_relayed_as_they_came()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Send("""{"type":"PRESENCE_UPDATE","payload":{"position":{"x":1.250,"y":15e-1},"facing":"n\u00e9","state":"idle","zone_id":"hall"}}""");

        bench.Tick();

        bob.Take()[^1].ShouldContain("""{"x":1.250,"y":15e-1},"facing":"n\u00e9",""");
    }

    [Fact]
    public void Five_seconds_without_an_update_while_walking_is_idle()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Walk(2, 1.5);
        bench.Tick();
        bob.Take();
        bench.Pass(4.8);
        bob.Take().ShouldBeEmpty();

        bench.Pass(0.3);
        bench.Tick();

        bob.Take().ShouldHaveSingleItem().ShouldContain("\"state\":\"idle\"");
    }

    [Fact]
    public void Sitting_lasts_without_updates()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Walk(2, 1.5, state: "sitting");
        bench.Tick();
        bob.Take();

        bench.Pass(20);
        bench.Tick();

        bob.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Who_is_in_another_zone_is_told_nothing()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Change("hall", "team", 5.5, 1.5);
        bob.Take();
        alice.Walk(2, 1.5);

        bench.Tick();

        bob.Take().ShouldBeEmpty();
    }

    internal static string Turn(Person person, string facing, string zone = "hall")
    {
        var state = person.LastPosition;
        return $$$"""{"type":"PRESENCE_UPDATE","payload":{"position":{"x":{{{state.X}}},"y":{{{state.Y}}}},"facing":"{{{facing}}}","state":"sitting","zone_id":"{{{zone}}}"}}""";
    }
}

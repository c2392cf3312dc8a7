using Parley.Core.Messages;
using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>Coming into a world and going: what one is told, and what the others are.</summary>
public sealed class Joining
{
    private readonly WorldBench bench = new();

    [Fact]
    public void CONNECTED_tells_the_user_and_the_server_s_version()
    {
        new Person(bench, "alice").Connect().Take().ShouldHaveSingleItem().ShouldBe(
            """{"type":"CONNECTED","payload":{"user":{"user_id":"alice","workspace_id":"acme","display_name":"ALICE","avatar_id":""},"server_version":"0"},"protocol_version":1}""");
        bench.Metrics.CountVersions().ShouldBe([new("1.0.0", 1)]);
    }

    [Fact]
    public void WORLD_STATE_tells_where_one_is_and_with_whom()
    {
        bench.Come("alice");
        var bob = new Person(bench, "bob").Connect();
        bob.Take();

        bob.Join().Take().ShouldHaveSingleItem().ShouldBe(
            """{"type":"WORLD_STATE","payload":{"world_id":"hq","current_zone":{"zone_id":"hall","zone_type":"OpenArea","world_id":"hq"},"media_topology":"P2P_DIRECT","peers":[{"user_id":"alice","workspace_id":"acme","display_name":"ALICE","avatar_id":"","position":{"x":1.5,"y":1.5},"facing":"south","state":"idle"}],"position":{"x":1.5,"y":2.5},"facing":"south","state":"idle","version":"3","sfu_available":false,"objects":[]},"protocol_version":1}""");
    }

    [Fact]
    public void PEER_JOINED_and_PEER_LEFT_tell_the_zone()
    {
        var alice = bench.Come("alice");
        var bob = bench.Come("bob");
        alice.Take().ShouldHaveSingleItem().ShouldBe(
            """{"type":"PEER_JOINED","payload":{"user":{"user_id":"bob","workspace_id":"acme","display_name":"BOB","avatar_id":""},"position":{"x":1.5,"y":2.5},"facing":"south","state":"idle"},"protocol_version":1}""");

        bob.Leave();

        alice.Take().ShouldHaveSingleItem().ShouldBe("""{"type":"PEER_LEFT","payload":{"user_id":"bob"},"protocol_version":1}""");
    }

    [Fact]
    public void An_unknown_world_is_WORLD_NOT_FOUND_and_leaves_no_room()
    {
        var alice = new Person(bench, "alice").Connect();
        alice.Take();

        Person.Error(alice.Join("atlantis").Take().ShouldHaveSingleItem()).ShouldBe("WORLD_NOT_FOUND payload.world_id");
        bench.RoomsOf(WorldProtocol.WorldKind).ShouldBe(0);
        Person.Error(alice.Walk(1, 1).ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST type");
        bench.RoomsOf(WorldProtocol.WorldKind).ShouldBe(0);
    }

    [Fact]
    public void A_world_of_another_workspace_is_PERMISSION_DENIED()
    {
        var alice = bench.Come("alice");
        var spy = new Person(bench, "spy") { Workspace = "evil" }.Connect();
        spy.Take();

        Person.Error(spy.Join().Take().ShouldHaveSingleItem()).ShouldBe("PERMISSION_DENIED other_workspace");
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void After_an_unclean_drop_the_others_see_nothing_for_30_s_and_then_PEER_LEFT()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();
        bob.Drop();
        bench.Pass(29);
        alice.Take().ShouldBeEmpty();

        bench.Pass(2);

        alice.TakeTypes().ShouldBe(["PEER_LEFT"]);
    }

    [Fact]
    public void Who_comes_back_within_the_grace_is_where_it_was_and_the_others_see_nothing()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Intend(3.5, 3.5);
        bench.Tick();
        alice.Take();
        bob.Drop();
        bench.Pass(20);

        bob.Connect().Join().Take()[^1].ShouldContain("\"position\":{\"x\":3.5,\"y\":3.5}");
        bench.Pass(60);

        alice.Take().ShouldBeEmpty();
        bob.Intend(2.5, 2.5, 1).ShouldBeEmpty();
    }

    [Fact]
    public void A_second_connection_of_the_same_user_replaces_the_first_with_4409()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();
        var first = (bob.Connection, bob.Session);

        bob.Connect();
        first.Connection.Closes.Select(c => c.Code).ShouldBe([CloseCode.Replaced]);
        first.Session.Ended();
        bob.Join().TakeTypes().ShouldBe(["CONNECTED", "WORLD_STATE"]);
        bench.Pass(60);

        alice.Take().ShouldBeEmpty();
        bench.RoomsOf(UserConnection.Kind).ShouldBe(2);
    }

    [Fact]
    public void The_first_connection_ends_after_the_second_has_joined_and_nobody_leaves()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();
        var first = bob.Session;

        bob.Connect().Join();
        first.Leaving();
        first.Ended();
        bench.Pass(60);

        alice.Take().ShouldBeEmpty();
        bob.Take();
        bob.Intend(2.5, 3.5).ShouldBeEmpty();
    }

    [Fact]
    public void A_JOIN_WORLD_of_the_first_connection_that_comes_after_the_second_s_does_not_throw_that_out()
    {
        var bob = bench.Come("bob");
        var first = bob.Session;
        bob.Connect().Join().Take();

        first.Receive("""{"type":"JOIN_WORLD","payload":{"world_id":"hq"}}"""u8, binary: false);

        bob.Closes.ShouldBeEmpty();
        bob.Intend(2.5, 1.5).ShouldBeEmpty();
    }

    [Fact]
    public void Where_every_tile_of_the_spawn_zone_is_taken_it_is_zone_full()
    {
        var bench = new WorldBench(map: WorldText.Picture("..#", "###"));
        bench.Come("alice", "picture");
        bench.Come("bob", "picture").Drop();
        var carol = new Person(bench, "carol").Connect();
        carol.Take();

        Person.Error(carol.Join("picture").Take().ShouldHaveSingleItem()).ShouldBe("PERMISSION_DENIED zone_full");
        bench.Pass(31);
        carol.Join("picture").TakeTypes().ShouldBe(["WORLD_STATE"]);
    }

    [Fact]
    public void Who_joins_another_world_has_left_the_first()
    {
        bench.Worlds.Put(WorldText.Picture("...."));
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();

        bob.Join("picture").TakeTypes().ShouldBe(["WORLD_STATE"]);

        alice.TakeTypes().ShouldBe(["PEER_LEFT"]);
    }

    [Fact]
    public void Who_is_refused_another_world_has_left_the_first_all_the_same()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();

        Person.Error(bob.Join("atlantis").Take().ShouldHaveSingleItem()).ShouldBe("WORLD_NOT_FOUND payload.world_id");

        alice.TakeTypes().ShouldBe(["PEER_LEFT"]);
        Person.Error(bob.Intend(1.5, 2.5).ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST type");
    }

    [Fact]
    public void Joining_once_more_tells_the_state_once_more_and_the_others_nothing()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();

        bob.Join().TakeTypes().ShouldBe(["WORLD_STATE"]);

        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_full_world_is_zone_full()
    {
        var bench = new WorldBench(new WorldOptions { Capacity = 2 });
        bench.Come("alice").Change("hall", "team", 5.5, 1.5);
        bench.Come("bob");
        var carol = new Person(bench, "carol").Connect();
        carol.Take();

        Person.Error(carol.Join().Take().ShouldHaveSingleItem()).ShouldBe("PERMISSION_DENIED zone_full");
    }

    [Fact]
    public void A_full_spawn_zone_is_zone_full_and_one_in_the_grace_counts()
    {
        var bench = new WorldBench(new WorldOptions { OpenAreaCapacity = 2 });
        bench.Come("alice");
        bench.Come("bob").Drop();
        var carol = new Person(bench, "carol").Connect();
        carol.Take();

        Person.Error(carol.Join().Take().ShouldHaveSingleItem()).ShouldBe("PERMISSION_DENIED zone_full");
        bench.Pass(31);
        carol.Join().TakeTypes().ShouldBe(["WORLD_STATE"]);
    }

    [Fact]
    public void When_everybody_has_gone_no_room_is_left()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Leave();
        bob.Drop();
        bench.RoomsOf(WorldProtocol.WorldKind).ShouldBe(1);

        bench.Pass(31);

        bench.RoomsOf(WorldProtocol.WorldKind).ShouldBe(0);
        bench.RoomsOf(UserConnection.Kind).ShouldBe(0);
    }
}

using Parley.Protocols.World;
using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>Changing zone, and maps that are swapped while people are in them.</summary>
public sealed class ZoneChanges
{
    private readonly WorldBench bench = new();

    [Fact]
    public void A_change_is_one_step_PEER_LEFT_PEER_JOINED_and_a_snapshot_for_the_mover()
    {
        var (stays, there, mover) = (bench.Come("stays"), bench.Come("there"), bench.Come("mover"));
        there.Change("hall", "team", 5.5, 1.5);
        foreach (var person in (Person[])[stays, there, mover]) person.Take();

        mover.Change("hall", "team", 5.5, 2.5).ShouldHaveSingleItem().ShouldBe(
            """{"type":"ZONE_TRANSITIONED","payload":{"zone":{"zone_id":"team","zone_type":"TeamArea","world_id":"hq"},"presence_snapshot":[{"user_id":"there","workspace_id":"acme","display_name":"THERE","avatar_id":"","position":{"x":5.5,"y":1.5},"facing":"south","state":"idle"}],"media_topology":"P2P_DIRECT","position":{"x":5.5,"y":2.5},"objects":[]},"protocol_version":1}""");

        stays.Take().ShouldHaveSingleItem().ShouldBe("""{"type":"PEER_LEFT","payload":{"user_id":"mover"},"protocol_version":1}""");
        there.Take().ShouldHaveSingleItem().ShouldContain("PEER_JOINED\",\"payload\":{\"user\":{\"user_id\":\"mover\"");
        bench.Tick();
        stays.Take().ShouldBeEmpty();
        there.Take().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("atlantis", "team", 5.5, 1.5, "ZONE_NOT_FOUND payload.from_zone_id")]
    [InlineData("hall", "atlantis", 5.5, 1.5, "ZONE_NOT_FOUND payload.to_zone_id")]
    [InlineData("team", "booth", 8.5, 1.5, "INVALID_REQUEST not_in_zone")]
    [InlineData("hall", "hall", 2.5, 1.5, "INVALID_REQUEST in_zone_already")]
    [InlineData("hall", "team", 8.5, 1.5, "INVALID_REQUEST position_not_in_zone")]
    [InlineData("hall", "meeting", 5.5, 5.5, "PERMISSION_DENIED door_closed")]
    public void What_is_refused(string from, string to, double x, double y, string error)
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();

        Person.Error(alice.Change(from, to, x, y).ShouldHaveSingleItem()).ShouldBe(error);
        bob.Take().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(99, 99, "collision")]
    [InlineData(5.2, 1.8, "occupied")]
    public void Where_nobody_can_stand_is_a_correction(double x, double y, string reason)
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Change("hall", "team", 5.5, 1.5);
        alice.Take();

        alice.Change("hall", "team", x, y).ShouldHaveSingleItem().ShouldContain($"\"reason\":\"{reason}\"");
    }

    [Fact]
    public void A_restricted_door_opens_for_its_roles() =>
        bench.Come("admin", roles: "Admin").Change("hall", "meeting", 5.5, 5.5).ShouldHaveSingleItem().ShouldContain("ZONE_TRANSITIONED");

    [Fact]
    public void A_full_zone_is_zone_full_by_the_map_s_own_capacity()
    {
        for (var i = 0; i < 5; i++) bench.Come($"p{i}").Change("hall", "team", 5.5 + (i % 2), 1.5 + (i / 2)).Single().ShouldContain("TRANSITIONED");

        Person.Error(bench.Come("late").Change("hall", "team", 9.5, 3.5).Single()).ShouldBe("PERMISSION_DENIED zone_full");
    }

    [Theory]
    [InlineData(ZoneType.OpenArea, 50)]
    [InlineData(ZoneType.TeamArea, 25)]
    [InlineData(ZoneType.MeetingRoom, 16)]
    [InlineData(ZoneType.PrivateRoom, 8)]
    public void Capacity_by_type(ZoneType type, int capacity)
    {
        var zone = new MapZone
        {
            Index = 0,
            Id = "z",
            Name = "z",
            Type = type,
            Bounds = new TileBounds(0, 0, 1, 1),
            Overrides = ZoneOverrides.None,
        };

        new WorldOptions().CapacityOf(zone).ShouldBe(capacity);
        new WorldOptions().Capacity.ShouldBe(150);
    }

    [Fact]
    public void Who_stands_in_a_wall_of_a_swapped_map_is_moved_to_the_nearest_free_tile_by_a_correction()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        alice.Take();

        bench.Worlds.Put(WorldText.Map(w =>
        {
            w["map"]!["layers"]![1]!["tiles"]![11] = 1;
            w["spawnPoints"]![0]!["position"]!["x"] = 2.5;
        }));

        alice.Take().ShouldHaveSingleItem().ShouldBe(
            """{"type":"POSITION_CORRECTION","payload":{"correct_position":{"x":2.5,"y":1.5},"reason":"collision"},"protocol_version":1}""");
        bob.Take().ShouldBeEmpty();
        bench.Tick();
        Person.Seen(bob.Take()).ShouldBe(["alice 2.5,1.5"]);
    }

    [Fact]
    public void Who_stands_in_a_door_that_a_swapped_map_shuts_may_step_out_of_it_and_not_back()
    {
        var alice = bench.Come("alice");
        alice.Intend(3.5, 2.5, 1).ShouldBeEmpty();
        bench.Pass(1);
        alice.Intend(4.5, 2.5, 2).ShouldBeEmpty();

        bench.Worlds.Put(WorldText.Map(w => w["doors"]![1]!["access"]!["type"] = "closed"));

        bench.Pass(1);
        alice.Intend(3.5, 2.5, 3).ShouldBeEmpty();
        alice.Intend(4.5, 2.5, 4).ShouldHaveSingleItem().ShouldContain("\"reason\":\"invalid\"");
    }

    [Fact]
    public void A_zone_that_is_gone_sends_its_people_to_the_spawn_zone()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Change("hall", "booth", 8.5, 1.5);
        alice.Take();

        bench.Worlds.Put(WorldText.Map(w =>
        {
            w["version"] = 4;
            w["zones"]!.AsArray().RemoveAt(2);
        }));

        var told = bob.Take().ShouldHaveSingleItem();
        told.ShouldContain("ZONE_TRANSITIONED");
        told.ShouldContain("\"zone_id\":\"hall\"");
        alice.TakeTypes().ShouldBe(["PEER_JOINED"]);
    }

    [Fact]
    public void A_world_that_is_taken_away_tells_its_people_WORLD_NOT_FOUND()
    {
        var alice = bench.Come("alice");

        bench.Worlds.Remove("hq");

        Person.Error(alice.Take().ShouldHaveSingleItem()).ShouldBe("WORLD_NOT_FOUND world_gone");
        bench.RoomsOf(WorldProtocol.WorldKind).ShouldBe(0);
        Person.Error(alice.Walk(1, 1).ShouldHaveSingleItem()).ShouldBe("INVALID_REQUEST type");
    }
}

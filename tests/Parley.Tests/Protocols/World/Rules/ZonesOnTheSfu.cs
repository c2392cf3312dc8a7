using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>What a world wants of the live rooms of its zones: who may be in them, who is muted, and when they end.</summary>
public sealed class ZonesOnTheSfu
{
    private const string Meet = "zone/office/meet";
    private const string Hall = "zone/office/hall";

    private readonly RulesOffice office = new(options: new WorldOptions { OpenAreaSfuAbove = 3 });

    [Fact]
    public void A_promotion_opens_the_room_for_those_in_the_zone_and_with_the_zones_capacity()
    {
        office.ComeAll("alice", "bob")[0].Into("meet", 16.5, 5);
        office.Hosted.Wishes.ShouldBeEmpty("P2P zones have no room");

        office.Come("carol").Into("meet", 17.5, 5);

        office.Hosted.Of(Meet).ShouldBe("alice, carol");
        office.Hosted.Wishes.ShouldHaveSingleItem().Wish.MaxPublishers.ShouldBe(16);
    }

    [Fact]
    public void Who_comes_later_is_let_in_and_who_leaves_is_out()
    {
        var people = Meeting("alice", "bob", "carol");

        people[2].Into("meet", 18.5, 5);
        office.Hosted.Of(Meet).ShouldBe("alice, bob, carol");
        people[0].Change("meet", "team", 14.5, 5);
        office.Hosted.Of(Meet).ShouldBe("bob, carol");
        people[1].Leave();

        office.Hosted.Of(Meet).ShouldBe("carol");
    }

    [Fact]
    public void Who_is_removed_or_kicked_is_out()
    {
        var admin = office.Come("admin", "Admin");
        Meeting("alice", "bob");

        admin.RemoveFrom("bob", "meet");
        office.Hosted.Of(Meet).ShouldBe("alice");
        admin.Kick("alice");

        office.Hosted.Of(Meet).ShouldBe("nobody");
    }

    [Fact]
    public void Whose_connection_is_lost_stays_for_as_long_as_in_the_zone()
    {
        var people = Meeting("alice", "bob");

        people[1].Drop();
        office.Pass(29);
        office.Hosted.Of(Meet).ShouldBe("alice, bob");
        office.Pass(1);

        office.Hosted.Of(Meet).ShouldBe("alice");
    }

    [Fact]
    public void After_the_way_back_the_room_goes_on_for_5_s_so_that_the_mesh_is_up_before_it_ends()
    {
        var people = Meeting("alice", "bob");
        people[1].Leave();
        office.Pass(30);
        people[0].Take().Only("ZONE_TRANSITIONED").Field("media_topology").ShouldBe("P2P_DIRECT");

        office.Hosted.Of(Meet).ShouldBe("alice");
        office.Pass(4);
        office.Hosted.Of(Meet).ShouldBe("alice");
        office.Pass(1);

        office.Hosted.Of(Meet).ShouldBe("nobody");
    }

    [Fact]
    public void Who_leaves_within_these_5_s_is_out_at_once()
    {
        var people = Meeting("alice", "bob");
        people[1].Leave();
        office.Pass(31);

        people[0].Change("meet", "team", 14.5, 5);

        office.Hosted.Of(Meet).ShouldBe("nobody");
    }

    [Fact]
    public void When_the_media_server_is_gone_the_room_ends_at_once()
    {
        Meeting("alice", "bob");
        office.MediaAvailable = false;

        office.Pass(1);

        office.Hosted.Of(Meet).ShouldBe("nobody");
    }

    [Fact]
    public void Nothing_is_said_of_a_room_that_has_ended()
    {
        var people = Meeting("alice", "bob");
        office.MediaAvailable = false;
        office.Pass(1);
        var said = office.Hosted.Wishes.Count;

        office.Pass(10);
        people[0].Leave();

        office.Hosted.Wishes.Count.ShouldBe(said);
    }

    [Fact]
    public void A_mute_holds_in_the_room_until_it_ends_by_itself()
    {
        var admin = office.Come("admin", "Admin");
        Meeting("alice", "bob");

        admin.Mute("bob", 20);
        office.Hosted.Of(Meet).ShouldBe("alice, bob (muted)");
        office.Pass(19);
        office.Hosted.Of(Meet).ShouldBe("alice, bob (muted)");
        office.Pass(1);

        office.Hosted.Of(Meet).ShouldBe("alice, bob");
    }

    [Fact]
    public void Who_is_muted_already_is_so_in_every_zone_on_the_SFU_that_they_come_to()
    {
        var admin = office.Come("admin", "Admin");
        var people = office.ComeAll("alice", "bob", "carol", "dora");
        office.Hosted.Of(Hall).ShouldBe("admin, alice, bob, carol, dora");
        admin.Mute("bob", 600);
        office.Hosted.Of(Hall).ShouldBe("admin, alice, bob (muted), carol, dora");

        people[0].Into("meet", 16.5, 5);
        people[1].Into("meet", 17.5, 5);

        office.Hosted.Of(Meet).ShouldBe("alice, bob (muted)");
        office.Hosted.Of(Hall).ShouldBe("admin, carol, dora");
        office.Pass(600);
        office.Hosted.Of(Meet).ShouldBe("alice, bob");
    }

    [Fact]
    public void A_world_that_is_taken_away_takes_its_rooms_along()
    {
        Meeting("alice", "bob");

        office.Bench.Worlds.Remove("office");

        office.Hosted.Of(Meet).ShouldBe("nobody");
    }

    [Fact]
    public void So_does_a_zone_that_an_edited_map_has_no_more()
    {
        var people = Meeting("alice", "bob");

        office.Edit("""{ "id": "meet", "type": "MeetingRoom",""", """{ "id": "lounge", "type": "MeetingRoom",""");

        people[0].Take().OfType("ZONE_TRANSITIONED").Last().ShouldContain("\"zone_id\":\"hall\"");
        office.Hosted.Of(Meet).ShouldBe("nobody");
    }

    [Fact]
    public void An_edited_capacity_is_the_rooms_limit_and_who_was_sent_into_a_full_zone_has_a_place()
    {
        var people = Meeting("alice", "bob");

        office.Edit("""{ "id": "meet", "type": "MeetingRoom",""", """{ "id": "meet", "type": "MeetingRoom", "overrides": { "capacity": 5 },""");
        office.Hosted.Wishes[^1].Wish.MaxPublishers.ShouldBe(5);
        office.Edit("""{ "id": "meet", "type": "MeetingRoom",""", """{ "id": "meet", "type": "MeetingRoom", "overrides": { "capacity": 1 },""");

        office.Hosted.Wishes[^1].Wish.MaxPublishers.ShouldBe(people.Length);
    }

    [Fact]
    public void Later_wishes_have_greater_turns_also_when_the_world_was_empty_in_between()
    {
        for (var i = 0; i < 3; i++)
        {
            foreach (var person in Meeting("alice", "bob")) person.Leave();
            office.Bench.RoomsOf("world").ShouldBe(0);
        }

        var turns = office.Hosted.Wishes.Select(w => w.Wish.Turn).ToArray();
        turns.Length.ShouldBeGreaterThan(6);
        turns.ShouldBe(turns.Order());
        turns.Distinct().Count().ShouldBe(turns.Length);
    }

    /// <summary>The first two are in the meeting room, on the SFU; the others in the hall. All have read what they were told.</summary>
    private Person[] Meeting(params string[] names)
    {
        var people = office.ComeAll(names);
        people[0].Into("meet", 16.5, 5);
        people[1].Into("meet", 17.5, 5);
        foreach (var person in people) person.Take();
        return people;
    }
}

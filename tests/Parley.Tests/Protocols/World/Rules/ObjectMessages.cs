using System.Text.Json.Nodes;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>Objects on the wire: who gets one, and what everybody is told.</summary>
public sealed class ObjectMessages
{
    private readonly RulesOffice office = new();

    [Fact]
    public void INTERACT_REQUEST_is_granted_and_the_zone_is_told_OBJECT_OCCUPIED()
    {
        var people = office.ComeAll("alice", "bob");

        var told = people[0].Request("chair");

        told.Count.ShouldBe(2);
        told[0].ShouldStartWith("""{"type":"INTERACT_GRANTED","payload":{"object_id":"chair","lock_id":""");
        Guid.TryParseExact(told[0].Field("lock_id"), "D", out _).ShouldBeTrue();
        const string Occupied = """{"type":"OBJECT_OCCUPIED","payload":{"object_id":"chair","user_id":"alice"},"protocol_version":1}""";
        told[1].ShouldBe(Occupied);
        people[1].Take().ShouldBe([Occupied]);
    }

    [Fact]
    public void What_another_holds_is_denied_as_occupied()
    {
        var people = office.ComeAll("alice", "bob");
        people[0].Take("chair");
        people[1].Take();

        people[1].Request("chair").ShouldBe(
            ["""{"type":"INTERACT_DENIED","payload":{"object_id":"chair","reason":"occupied"},"protocol_version":1}"""]);
        people[0].Take().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("chair", "use", "invalid")]
    [InlineData("chair", "SIT", "invalid")]
    [InlineData("plant", "use", "invalid")]
    [InlineData("sofa", "sit", "invalid")]
    [InlineData("desk", "use", "invalid")]
    [InlineData("board", "attach", "unauthorized")]
    [InlineData("board", "sit", "invalid")]
    public void What_is_not_to_be_is_denied_with_a_reason(string thing, string action, string reason)
    {
        var alice = office.Come("alice");

        alice.Request(thing, action).ShouldHaveSingleItem().Field("reason").ShouldBe(reason);
    }

    [Fact]
    public void An_object_within_2_tiles_is_in_reach_and_one_beyond_is_not()
    {
        var alice = office.Come("alice");
        alice.Intend(4, 2).ShouldBeEmpty();
        alice.Request("chair")[0].Field("lock_id").ShouldNotBe("null");
        alice.Intend(4.01, 2, 2);

        alice.Request("chair").Only("INTERACT_DENIED").Field("reason").ShouldBe("invalid");
    }

    [Fact]
    public void An_object_of_another_zone_is_out_of_reach_however_near()
    {
        var alice = office.Come("alice");
        for (var x = 4; x <= 9; x += 2)
        {
            office.Pass(1);
            alice.Intend(x + 0.5, 5, x).ShouldBeEmpty();
        }

        alice.Request("couch").Only("INTERACT_DENIED").Field("reason").ShouldBe("invalid");
        alice.Into("team", 11.5, 5);
        alice.Request("couch")[0].Field("object_id").ShouldBe("couch");
    }

    [Fact]
    public void What_requires_another_object_is_for_who_holds_that()
    {
        var people = office.ComeAll("alice", "bob");
        people[0].Take("chair");

        people[0].Request("desk", "use")[0].Field("lock_id").ShouldNotBe("null");
        people[1].Take();
        people[1].Request("desk", "use").Only("INTERACT_DENIED").Field("reason").ShouldBe("invalid");
    }

    [Theory]
    [InlineData("Admin")]
    [InlineData("Member,Editor")]
    public void What_requires_a_role_is_for_who_has_one_of_those(string roles) =>
        office.Come("alice", roles).Request("board", "attach")[0].Field("object_id").ShouldBe("board");

    [Fact]
    public void What_many_may_use_is_granted_without_a_lock_and_nobody_is_told()
    {
        var people = office.ComeAll("alice", "bob");

        foreach (var person in people)
        {
            person.Request("coffee", "use").ShouldBe(
                ["""{"type":"INTERACT_GRANTED","payload":{"object_id":"coffee","lock_id":null},"protocol_version":1}"""]);
            person.End("coffee", null).ShouldBeEmpty();
        }
    }

    [Fact]
    public void An_unknown_object_is_OBJECT_NOT_FOUND()
    {
        var alice = office.Come("alice");

        alice.Request("throne").Error().ShouldBe("OBJECT_NOT_FOUND payload.object_id");
        alice.End("throne", null).Error().ShouldBe("OBJECT_NOT_FOUND payload.object_id");
    }

    [Fact]
    public void Who_asks_again_gets_the_same_lock_and_others_hear_nothing()
    {
        var people = office.ComeAll("alice", "bob");
        var taken = people[0].Take("chair");
        people[1].Take();

        people[0].Request("chair").ShouldHaveSingleItem().Field("lock_id").ShouldBe(taken);
        people[1].Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_newer_grant_has_a_greater_lock_id()
    {
        var people = office.ComeAll("alice", "bob");
        var first = people[0].Take("chair");
        people[0].End("chair", first);

        string.CompareOrdinal(people[1].Take("chair"), first).ShouldBePositive();
    }

    [Fact]
    public void INTERACT_END_with_the_lock_frees_it_and_the_zone_is_told_null()
    {
        var people = office.ComeAll("alice", "bob");
        var taken = people[0].Take("chair");
        people[1].Take();
        const string Free = """{"type":"OBJECT_OCCUPIED","payload":{"object_id":"chair","user_id":null},"protocol_version":1}""";

        people[0].End("chair", taken).ShouldBe([Free]);

        people[1].Take().ShouldBe([Free]);
        people[1].Request("chair")[0].Field("object_id").ShouldBe("chair");
    }

    [Fact]
    public void Forged_lock_ids_free_nothing_and_others_see_nothing_of_it()
    {
        var people = office.ComeAll("alice", "bob");
        var old = people[0].Take("chair");
        people[0].End("chair", old);
        var taken = people[0].Take("chair");
        people[1].Take();

        people[1].End("chair", taken).Error().ShouldBe("INVALID_REQUEST lock_not_held", "overheard, but another's");
        people[1].End("stool", taken).Error().ShouldBe("INVALID_REQUEST lock_not_held");
        foreach (var forged in new[] { old, Guid.Empty.ToString(), Guid.NewGuid().ToString(), "x", null, new string('9', 36) })
            people[0].End("chair", forged).Error().ShouldBe("INVALID_REQUEST lock_not_held", forged);
        people[1].Take().ShouldBeEmpty();

        people[1].Request("chair").Only("INTERACT_DENIED").Field("reason").ShouldBe("occupied");
    }

    [Theory]
    [InlineData("""{"type":"INTERACT_REQUEST","payload":{"action":"sit"}}""", "payload.object_id")]
    [InlineData("""{"type":"INTERACT_REQUEST","payload":{"object_id":7,"action":"sit"}}""", "payload.object_id")]
    [InlineData("""{"type":"INTERACT_REQUEST","payload":{"object_id":"chair"}}""", "payload.action")]
    [InlineData("""{"type":"INTERACT_REQUEST","payload":{"object_id":"chair","action":null}}""", "payload.action")]
    [InlineData("""{"type":"INTERACT_END","payload":{"lock_id":"x"}}""", "payload.object_id")]
    [InlineData("""{"type":"INTERACT_END","payload":{"object_id":"chair","lock_id":7}}""", "payload.lock_id")]
    [InlineData("""{"type":"INTERACT_END"}""", "payload")]
    public void What_is_malformed_is_refused_by_the_field(string message, string field) =>
        office.Come("alice").Ask(message).Error().ShouldBe($"INVALID_REQUEST {field}");

    [Fact]
    public void Who_comes_later_learns_what_is_occupied_in_the_zone()
    {
        var alice = office.Come("alice");
        alice.Take("chair");
        var bob = new Person(office.Bench, "bob").Connect();

        var state = bob.Ask("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""").Only("WORLD_STATE");
        Objects(state).ShouldBe("""[{"object_id":"chair","user_id":"alice"}]""");
        Objects(bob.Into("team", 11.5, 5).Only("ZONE_TRANSITIONED")).ShouldBe("[]", "of that zone, not of the one left");
        Objects(bob.Change("team", "hall", 5.5, 5.5).Only("ZONE_TRANSITIONED")).ShouldBe("""[{"object_id":"chair","user_id":"alice"}]""");
    }

    private static string Objects(string message) => JsonNode.Parse(message)!["payload"]!["objects"]!.ToJsonString();
}

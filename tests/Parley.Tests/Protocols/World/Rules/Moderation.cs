using System.Text.Json.Nodes;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>Moderation on the wire: who may, what becomes of it, and what is recorded.</summary>
public sealed class Moderation
{
    private readonly RulesOffice office = new();
    private readonly Person admin;
    private readonly Person alice;
    private readonly Person bob;

    public Moderation()
    {
        (admin, alice, bob) = (office.Come("admin", "Member,Admin"), office.Come("alice"), office.Come("bob"));
        foreach (var person in new[] { admin, alice, bob }) person.Take();
    }

    [Fact]
    public void MUTE_USER_is_relayed_to_the_zone_the_target_included()
    {
        const string Muted = """{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":300},"protocol_version":1}""";

        admin.Mute("bob", 300).ShouldBe([Muted]);

        alice.Take().ShouldBe([Muted]);
        bob.Take().ShouldBe([Muted]);
    }

    [Fact]
    public void Who_mutes_from_another_zone_is_told_as_well_and_nobody_else_there()
    {
        var carol = office.Come("carol");
        admin.Into("team", 11.5, 5);
        carol.Into("team", 12.5, 5);
        admin.Take();

        admin.Mute("bob").ShouldHaveSingleItem().Field("target_user_id").ShouldBe("bob");

        carol.Take().ShouldBeEmpty();
        bob.Take().OfType("MUTE_USER").Count().ShouldBe(1);
    }

    [Fact]
    public void The_offers_of_the_muted_are_refused_until_it_ends_by_itself()
    {
        admin.Mute("bob", 30);
        bob.Take();
        alice.Take();

        bob.Offer("alice").Error().ShouldBe("PERMISSION_DENIED muted");
        office.Pass(29);
        bob.Offer("alice").ShouldHaveSingleItem().ShouldContain("\"retry_after_ms\":1000");
        alice.Take().ShouldBeEmpty();
        office.Pass(1);

        bob.Offer("alice").ShouldBeEmpty();
        alice.Take().Only("SDP_OFFER").Field("from").ShouldBe("bob");
    }

    [Fact]
    public void The_muted_answer_move_and_are_offered_to()
    {
        admin.Mute("bob");
        bob.Take();
        alice.Take();

        alice.Offer("bob").ShouldBeEmpty();
        bob.Take().Only("SDP_OFFER");
        bob.Answer("alice").ShouldBeEmpty();
        bob.Walk(4.5, 2.5).ShouldBeEmpty();

        alice.Take().Only("SDP_ANSWER");
        office.Bench.Tick();
        Person.Seen(alice.Take()).ShouldBe(["bob 4.5,2.5"]);
    }

    [Fact]
    public void Who_comes_later_is_told_who_is_muted_and_for_how_long_still()
    {
        admin.Mute("bob", 60);
        office.Pass(20);

        var state = office.Come("carol").Join("office").Take().Only("WORLD_STATE");

        MutedIn(state, "peers").ShouldBe(["bob 40"]);
        state.Field("muted_for").ShouldBe("null", "carol is not");
    }

    [Fact]
    public void The_muted_are_told_so_themselves_when_they_come_back_or_change_zone_and_the_zone_with_them()
    {
        admin.Mute("bob", 60);
        alice.Into("team", 12.5, 5);
        alice.Take();
        bob.Drop();
        bob.Connect().Join("office").Take().Only("WORLD_STATE").Field("muted_for").ShouldBe("60");

        bob.Into("team", 11.5, 5).Only("ZONE_TRANSITIONED").Field("muted_for").ShouldBe("60");

        alice.Take().Only("PEER_JOINED").Field("muted_for").ShouldBe("60");
        office.Pass(60);
        bob.Change("team", "hall", 5.5, 5.5).Only("ZONE_TRANSITIONED").Field("muted_for").ShouldBe("null", "it has ended");
    }

    [Fact]
    public void The_last_mute_counts_so_that_a_short_one_ends_it()
    {
        admin.Mute("bob", 600);
        admin.Mute("bob", 1).Only("MUTE_USER").Field("duration").ShouldBe("1");
        bob.Offer("alice").Error().ShouldBe("PERMISSION_DENIED muted");

        office.Pass(1);

        bob.Offer("alice").ShouldBeEmpty();
    }

    [Fact]
    public void A_mute_outlives_the_connection_and_the_world_when_nobody_is_in_it()
    {
        admin.Mute("bob", 600);
        foreach (var person in new[] { admin, alice, bob }) person.Leave();

        bob.Connect().Join("office").Take();
        alice.Connect().Join("office").Take();
        bob.Take();

        bob.Offer("alice").Error().ShouldBe("PERMISSION_DENIED muted");
    }

    [Fact]
    public void A_world_that_remembers_nothing_any_more_goes()
    {
        admin.Mute("bob", 20);
        admin.Kick("alice");
        foreach (var person in new[] { admin, bob }) person.Leave();
        office.Bench.RoomsOf("world").ShouldBe(1);

        office.Pass(301);

        office.Bench.RoomsOf("world").ShouldBe(0);
    }

    [Fact]
    public void REMOVE_FROM_ZONE_sends_the_target_to_the_spawn_zone_and_both_zones_learn_of_it()
    {
        bob.Into("team", 11.5, 5);
        alice.Into("team", 12.5, 5);
        foreach (var person in new[] { admin, alice, bob }) person.Take();

        admin.RemoveFrom("bob", "team").Only("PEER_JOINED");

        var transitioned = bob.Take().Only("ZONE_TRANSITIONED");
        transitioned.ShouldContain("\"zone_id\":\"hall\"");
        transitioned.ShouldContain("\"user_id\":\"admin\"");
        alice.Take().Only("PEER_LEFT").Field("user_id").ShouldBe("bob");
        bob.Walk(5.5, 5.5).ShouldBeEmpty("it is in the hall now");
    }

    [Fact]
    public void What_the_removed_held_is_free()
    {
        bob.Into("team", 11.5, 5);
        alice.Into("team", 12.5, 6);
        bob.Take("couch");
        alice.Take();

        admin.RemoveFrom("bob", "team");

        alice.Take().Only("OBJECT_OCCUPIED").Field("user_id").ShouldBe("null");
    }

    [Fact]
    public void KICK_FROM_WORLD_tells_the_target_closes_1008_and_the_zone_gets_PEER_LEFT()
    {
        admin.Kick("bob").Only("PEER_LEFT").Field("user_id").ShouldBe("bob");

        bob.Take().Error().ShouldBe("PERMISSION_DENIED kicked");
        bob.Closes.ShouldBe([Parley.Core.Messages.CloseCode.Policy]);
        alice.Take().Only("PEER_LEFT");
    }

    [Fact]
    public void The_kicked_do_not_return_for_5_minutes_and_then_they_may()
    {
        admin.Kick("bob");
        bob.Drop();
        office.Pass(299);

        bob.Connect().Take();
        bob.Ask("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""").Error().ShouldBe("PERMISSION_DENIED kicked");
        office.Pass(1);

        bob.Ask("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""").Only("WORLD_STATE");
    }

    [Fact]
    public void One_who_is_kicked_within_the_grace_of_a_lost_connection_is_gone()
    {
        bob.Drop();

        admin.Kick("bob").Only("PEER_LEFT");

        bob.Connect().Take();
        bob.Ask("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""").Error().ShouldBe("PERMISSION_DENIED kicked");
    }

    [Theory]
    [InlineData("Member", false, false)]
    [InlineData("Guest", false, false)]
    [InlineData("admin,ADMIN,editor", false, false)]
    [InlineData("Editor", true, false)]
    [InlineData("Admin", true, true)]
    public void Mute_is_for_Admins_and_Editors_and_the_rest_for_Admins(string roles, bool mutes, bool removes)
    {
        bob.Into("team", 11.5, 5);
        var dora = office.Come("dora", roles);
        foreach (var person in new[] { admin, alice, bob }) person.Take();

        Told(dora.Mute("bob")).ShouldBe(mutes);
        Told(dora.RemoveFrom("bob", "team")).ShouldBe(removes);
        Told(dora.Kick("bob")).ShouldBe(removes);

        if (!mutes) bob.Take().ShouldBeEmpty("others see nothing of it");
        bob.Closes.Any().ShouldBe(removes);

        static bool Told(IReadOnlyList<string> answer)
        {
            if (!answer.Any(m => Person.TypeOf(m) == "ERROR")) return true;
            answer.Error().ShouldBe("PERMISSION_DENIED role");
            return false;
        }
    }

    [Fact]
    public void Those_without_a_role_learn_nothing_of_who_or_what_is_there()
    {
        alice.Kick("nobody").Error().ShouldBe("PERMISSION_DENIED role");
        alice.Kick("bob", "elsewhere").Error().ShouldBe("PERMISSION_DENIED role");
        alice.RemoveFrom("nobody", "nowhere").Error().ShouldBe("PERMISSION_DENIED role");
    }

    [Fact]
    public void What_cannot_be_done_is_refused_by_name_and_nobody_sees_anything()
    {
        PutWorldOfOthers();
        bob.Into("team", 11.5, 5);
        foreach (var person in new[] { admin, alice, bob }) person.Take();

        admin.Mute("nobody").Error().ShouldBe("INVALID_REQUEST user_not_in_world");
        admin.RemoveFrom("bob", "nowhere").Error().ShouldBe("ZONE_NOT_FOUND payload.zone_id");
        admin.RemoveFrom("bob", "meet").Error().ShouldBe("INVALID_REQUEST user_not_in_zone");
        admin.RemoveFrom("alice", "hall").Error().ShouldBe("INVALID_REQUEST spawn_zone");
        admin.Kick("bob", "nowhere").Error().ShouldBe("WORLD_NOT_FOUND payload.world_id");
        admin.Kick("bob", "hq").Error().ShouldBe("PERMISSION_DENIED other_workspace");

        alice.Take().ShouldBeEmpty();
        bob.Take().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"type":"MUTE_USER","payload":{"duration":5}}""", "payload.target_user_id")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob"}}""", "payload.duration")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":"5"}}""", "payload.duration")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":0}}""", "payload.duration")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":-1}}""", "payload.duration")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":1.5}}""", "payload.duration")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":86401}}""", "payload.duration")]
    [InlineData("""{"type":"MUTE_USER","payload":{"target_user_id":"bob","duration":1e99}}""", "payload.duration")]
    [InlineData("""{"type":"REMOVE_FROM_ZONE","payload":{"target_user_id":"bob"}}""", "payload.zone_id")]
    [InlineData("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":"bob"}}""", "payload.world_id")]
    [InlineData("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":"bob\u0000","world_id":"office"}}""", "payload.target_user_id")]
    [InlineData("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":["bob"],"world_id":"office"}}""", "payload.target_user_id")]
    public void What_is_malformed_is_refused_by_the_field_and_not_recorded(string message, string field)
    {
        admin.Ask(message).Error().ShouldBe($"INVALID_REQUEST {field}");
        office.Audit.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_done_is_recorded_with_who_whom_what_when_and_where()
    {
        bob.Into("team", 11.5, 5);
        admin.Mute("bob", 300);
        office.Pass(1);
        admin.RemoveFrom("bob", "team");
        admin.Kick("bob");

        var at = office.Bench.Time.GetUtcNow();
        office.Audit.Select(e => e with { Id = Guid.Empty }).ShouldBe(
        [
            new(Guid.Empty, at.AddSeconds(-1), "admin", "mute", "bob", "acme", "world:office", "team", 300, null),
            new(Guid.Empty, at, "admin", "remove", "bob", "acme", "world:office", "team", null, null),
            new(Guid.Empty, at, "admin", "kick", "bob", "acme", "world:office", "hall", 300, null),
        ]);
        office.Audit.Select(e => e.Id.ToString()).ShouldBe(office.Audit.Select(e => e.Id.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_was_refused_is_recorded_with_why_and_of_one_user_not_without_end()
    {
        for (var i = 0; i < 10; i++) alice.Kick("admin");
        admin.Kick("nobody");

        office.Audit.Select(e => $"{e.ActorId} {e.Action} {e.TargetId}: {e.Refusal}").ShouldBe(
            ["alice kick admin: role", "alice kick admin: role", "alice kick admin: role", "admin kick nobody: user_not_in_world"]);
        office.Pass(60);
        alice.Kick("admin");
        office.Audit.Count.ShouldBe(5);
    }

    /// <summary>A world of another workspace.</summary>
    private void PutWorldOfOthers()
    {
        var text = Parley.Tests.World.Files.WorldText.Good();
        text["workspaceId"] = "umbrella";
        var map = Parley.Protocols.World.WorldFileReader.Read(System.Text.Encoding.UTF8.GetBytes(text.ToJsonString()), "hq.json").Map!;
        office.Bench.Worlds.Put(map);
    }

    /// <summary>Who is muted of those in a list, with how long still.</summary>
    private static IEnumerable<string> MutedIn(string message, string list) =>
        JsonNode.Parse(message)!["payload"]![list]!.AsArray().Where(u => u!["muted_for"] is not null).Select(u => $"{u!["user_id"]} {u["muted_for"]}");
}

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>Topology on the wire: who is promoted, asked again, and told of the way back.</summary>
public sealed class TopologyMessages
{
    private readonly RulesOffice office = new();

    [Fact]
    public void A_meeting_room_is_promoted_with_its_second_participant_and_everybody_gets_a_token_of_its_own()
    {
        var people = office.ComeAll("alice", "bob");
        people[0].Into("meet", 16.5, 5).OfType("PROMOTE_TO_SFU").ShouldBeEmpty();

        people[1].Take();
        var told = people[1].Into("meet", 17.5, 5);

        told.Select(Person.TypeOf).ShouldBe(["ZONE_TRANSITIONED", "PROMOTE_TO_SFU"], "the promotion comes right after");
        var (alices, bobs) = (people[0].Take().Only("PROMOTE_TO_SFU"), told[1]);
        alices.ShouldBe(
            $$"""{"type":"PROMOTE_TO_SFU","payload":{"sfu_url":"{{RulesOffice.SfuUrl}}","sfu_token":"{{alices.Field("sfu_token")}}","zone_id":"meet"},"protocol_version":1}""");
        alices.Field("sfu_token").ShouldStartWith("alice@office/meet#");
        bobs.Field("sfu_token").ShouldStartWith("bob@office/meet#");
    }

    [Fact]
    public void A_team_area_is_promoted_above_8_and_an_open_area_above_12()
    {
        Person[] people = [.. Enumerable.Range(0, 12).Select(i => office.Come($"user{i}"))];
        people.ShouldAllBe(p => !p.Take().OfType("PROMOTE_TO_SFU").Any());

        var last = office.Come("last");
        people.ShouldAllBe(p => p.Take().OfType("PROMOTE_TO_SFU").Count() == 1, "13 in the open area");

        for (var i = 0; i < 8; i++) people[i].Into("team", 10.5 + i % 4, 1.5 + i / 4).OfType("PROMOTE_TO_SFU").ShouldBeEmpty();
        last.Into("team", 10.5, 8.5).Only("PROMOTE_TO_SFU").Field("zone_id").ShouldBe("team");
    }

    [Fact]
    public void Later_joiners_are_told_SFU_and_promoted_right_after_and_nobody_else_is()
    {
        var people = Meeting("alice", "bob", "carol");

        var told = people[2].Into("meet", 18.5, 5);

        told[0].Field("media_topology").ShouldBe("SFU");
        told[1].Field("sfu_token").ShouldStartWith("carol@office/meet#");
        people[0].Take().OfType("PROMOTE_TO_SFU").ShouldBeEmpty();
    }

    [Fact]
    public void Negotiation_is_refused_with_zone_on_sfu()
    {
        var people = Meeting("alice", "bob");

        people[0].Offer("bob").Error().ShouldBe("INVALID_REQUEST zone_on_sfu");
        people[0].Answer("bob").Error().ShouldBe("INVALID_REQUEST zone_on_sfu");
        people[0].Ask("""{"type":"ICE_CANDIDATE","payload":{"to":"bob","candidate":{}}}""").Error().ShouldBe("INVALID_REQUEST zone_on_sfu");
        people[1].Take().ShouldBeEmpty();
    }

    [Fact]
    public void Who_has_not_connected_in_10_s_gets_its_promotion_again_once()
    {
        var people = Meeting("alice", "bob");
        people[0].SfuConnected().ShouldBeEmpty();
        office.Rules.Counts.Connected.ShouldBe(1);

        office.Pass(9);
        people[1].Take().ShouldBeEmpty();
        office.Pass(1);
        people[1].Take().Only("PROMOTE_TO_SFU").Field("sfu_token").ShouldStartWith("bob@");
        office.Pass(60);

        people[0].Take().ShouldBeEmpty();
        people[1].Take().ShouldBeEmpty();
    }

    [Fact]
    public void SFU_DISCONNECTED_error_brings_a_new_promotion_and_manual_brings_none()
    {
        var people = Meeting("alice", "bob");
        foreach (var person in people) person.SfuConnected();

        people[1].SfuDisconnected("manual").ShouldBeEmpty();
        people[0].SfuDisconnected("error").Only("PROMOTE_TO_SFU").Field("sfu_token").ShouldStartWith("alice@");
        people[1].Take().ShouldBeEmpty();
    }

    [Fact]
    public void Where_the_media_server_is_gone_everybody_gets_ZONE_TRANSITIONED_to_P2P_DIRECT()
    {
        var people = Meeting("alice", "bob");
        office.MediaAvailable = false;

        var told = people[0].SfuDisconnected("error").Only("ZONE_TRANSITIONED");

        told.Field("media_topology").ShouldBe("P2P_DIRECT");
        told.ShouldContain("\"zone_id\":\"meet\"");
        told.ShouldContain("\"user_id\":\"bob\"");
        people[1].Take().Only("ZONE_TRANSITIONED").ShouldContain("\"user_id\":\"alice\"");
        people[0].Offer("bob").ShouldBeEmpty("it negotiates again");
        office.Rules.Counts.Fallbacks.ShouldBe(1);
    }

    [Fact]
    public void The_zone_falls_back_though_nobody_says_so_and_returns_when_30_s_are_over()
    {
        var people = Meeting("alice", "bob");
        office.MediaAvailable = false;
        office.Pass(1);
        people[0].Take().Only("ZONE_TRANSITIONED").Field("media_topology").ShouldBe("P2P_DIRECT");
        office.MediaAvailable = true;

        office.Pass(29);
        people[0].Take().ShouldBeEmpty();
        office.Pass(1);

        people[0].Take().Only("PROMOTE_TO_SFU");
        office.Rules.Counts.Promotions.ShouldBe(2);
    }

    [Fact]
    public void A_zone_small_for_30_s_goes_back_and_everybody_in_it_is_told()
    {
        var people = Meeting("alice", "bob");
        people[1].Leave();
        people[0].Take();

        office.Pass(29);
        people[0].Take().OfType("ZONE_TRANSITIONED").ShouldBeEmpty();
        office.Pass(1);

        people[0].Take().Only("ZONE_TRANSITIONED").Field("media_topology").ShouldBe("P2P_DIRECT");
    }

    [Fact]
    public void Who_comes_back_after_a_lost_connection_is_told_SFU_and_promoted_again()
    {
        var people = Meeting("alice", "bob");
        people[1].Drop();
        office.Pass(5);

        var told = people[1].Connect().Join("office").Take();

        told.Only("WORLD_STATE").Field("media_topology").ShouldBe("SFU");
        told.Only("PROMOTE_TO_SFU").Field("sfu_token").ShouldStartWith("bob@");
        people[0].Take().ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_media_server_zones_stay_P2P_and_WORLD_STATE_says_so()
    {
        var without = new RulesOffice(media: false);
        var alice = new Person(without.Bench, "alice").Connect().Join("office");
        var state = alice.Take().Only("WORLD_STATE");
        state.Field("sfu_available").ShouldBe("false");
        state.Field("media_topology").ShouldBe("P2P_DIRECT");
        var bob = without.Come("bob");

        alice.Into("meet", 16.5, 5);
        bob.Into("meet", 17.5, 5).Only("ZONE_TRANSITIONED").Field("media_topology").ShouldBe("P2P_DIRECT");
        without.Pass(60);

        alice.Take().OfType("PROMOTE_TO_SFU").ShouldBeEmpty();
        new Person(office.Bench, "carol").Connect().Join("office").Take().Only("WORLD_STATE").Field("sfu_available").ShouldBe("true");
    }

    [Fact]
    public void Forged_zone_ids_and_reports_out_of_place_are_refused_and_change_nothing()
    {
        var people = Meeting("alice", "bob");
        var carol = office.Come("carol");

        carol.SfuConnected("meet").Error().ShouldBe("INVALID_REQUEST not_in_zone");
        carol.SfuDisconnected("error", "meet").Error().ShouldBe("INVALID_REQUEST not_in_zone");
        carol.SfuConnected("nowhere").Error().ShouldBe("ZONE_NOT_FOUND payload.zone_id");
        carol.SfuConnected("hall").Error().ShouldBe("INVALID_REQUEST zone_not_on_sfu");
        carol.SfuDisconnected("whim", "hall").Error().ShouldBe("INVALID_REQUEST payload.reason");
        carol.Ask("""{"type":"SFU_CONNECTED","payload":{}}""").Error().ShouldBe("INVALID_REQUEST payload.zone_id");

        office.Rules.Counts.Connected.ShouldBe(0);
        foreach (var person in people) person.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_map_with_another_threshold_counts_at_once()
    {
        var people = office.ComeAll("alice", "bob", "carol");

        office.Edit("""{ "id": "hall", "type": "OpenArea",""", """{ "id": "hall", "type": "OpenArea", "overrides": { "sfuAbove": 2 },""");

        foreach (var person in people) person.Take().Only("PROMOTE_TO_SFU").Field("zone_id").ShouldBe("hall");
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

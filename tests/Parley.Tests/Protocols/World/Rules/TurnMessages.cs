using System.Text.Json.Nodes;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>TURN on the wire.</summary>
public sealed class TurnMessages
{
    private readonly RulesOffice office = new();

    [Fact]
    public void ICE_FAILED_gives_TURN_CREDENTIALS_to_both_sides_each_its_own_and_to_nobody_else()
    {
        var people = office.ComeAll("alice", "bob", "carol");
        var expiry = office.Bench.Time.GetUtcNow().AddSeconds(3600).ToUnixTimeSeconds();

        var own = people[0].IceFailed("bob").ShouldHaveSingleItem();

        Person.TypeOf(own).ShouldBe("TURN_CREDENTIALS");
        JsonNode.Parse(own)!["payload"]!["urls"]!.ToJsonString().ShouldBe("""["turn:turn.example.org:3478"]""");
        own.Field("username").ShouldBe($"{expiry}:alice");
        own.Field("credential").ShouldBe(Signed($"{expiry}:alice"));
        people[1].Take().Only("TURN_CREDENTIALS").Field("username").ShouldBe($"{expiry}:bob");
        people[2].Take().ShouldBeEmpty();
    }

    [Fact]
    public void Without_TURN_it_is_SERVER_ERROR_turn_unavailable_and_the_other_hears_nothing()
    {
        var without = new RulesOffice(turn: false);
        var people = without.ComeAll("alice", "bob");

        people[0].IceFailed("bob").Error().ShouldBe("SERVER_ERROR turn_unavailable");
        people[1].Take().ShouldBeEmpty();
    }

    [Fact]
    public void New_credentials_come_at_three_quarters_of_the_lifetime_again_and_again()
    {
        var people = office.ComeAll("alice", "bob");
        people[0].IceFailed("bob");
        people[1].Take();

        office.Bench.Pass(2699);
        people[0].Take().ShouldBeEmpty();
        office.Bench.Pass(1);

        var expiry = office.Bench.Time.GetUtcNow().AddSeconds(3600).ToUnixTimeSeconds();
        foreach (var person in people) person.Take().Only("TURN_CREDENTIALS").Field("username").ShouldBe($"{expiry}:{person.Name}");
        office.Bench.Pass(2700);
        people[0].Take().Only("TURN_CREDENTIALS");
    }

    [Fact]
    public void Who_has_left_the_zone_or_has_no_connection_gets_no_new_ones()
    {
        var people = office.ComeAll("alice", "bob");
        people[0].IceFailed("bob");
        people[0].Into("team", 11.5, 5);
        people[1].Drop();
        people[0].Take();

        office.Bench.Pass(2700);

        people[0].Take().OfType("TURN_CREDENTIALS").ShouldBeEmpty();
    }

    [Fact]
    public void Minting_is_limited_per_user_and_for_that_user_alone()
    {
        var people = office.ComeAll("alice", "bob");
        for (var i = 0; i < 5; i++) people[0].IceFailed("bob").Only("TURN_CREDENTIALS");

        var refused = people[0].IceFailed("bob").ShouldHaveSingleItem();
        refused.ShouldStartWith("""{"type":"ERROR","payload":{"code":"RATE_LIMITED",""");
        refused.ShouldContain("\"retry_after_ms\":60000");
        people[1].Take().OfType("TURN_CREDENTIALS").Count().ShouldBe(5);
        people[1].IceFailed("alice").Only("TURN_CREDENTIALS");

        office.Pass(60);
        people[0].Take();
        people[0].IceFailed("bob").Only("TURN_CREDENTIALS");
    }

    [Fact]
    public void A_limit_is_not_escaped_by_connecting_again()
    {
        var people = office.ComeAll("alice", "bob");
        for (var i = 0; i < 5; i++) people[0].IceFailed("bob");
        people[0].Leave();

        people[0].Connect().Join("office").Take();

        people[0].IceFailed("bob").ShouldHaveSingleItem().ShouldContain("RATE_LIMITED");
    }

    [Theory]
    [InlineData("carol")]
    [InlineData("nobody")]
    public void One_who_is_not_in_the_zone_is_refused(string peer)
    {
        var people = office.ComeAll("alice", "bob", "carol");
        people[2].Into("team", 11.5, 5);
        people[2].Take();

        people[0].Take();
        people[0].IceFailed(peer).Error().ShouldBe("INVALID_REQUEST peer_not_in_zone");
        people[2].Take().ShouldBeEmpty();
    }

    [Fact]
    public void What_is_malformed_is_refused_by_the_field()
    {
        var alice = office.Come("alice");

        alice.Ask("""{"type":"ICE_FAILED","payload":{}}""").Error().ShouldBe("INVALID_REQUEST payload.peer_id");
        alice.IceFailed("alice").Error().ShouldBe("INVALID_REQUEST payload.peer_id");
    }

    [Fact]
    public void Zones_in_which_somebody_needed_TURN_are_counted_as_P2P_TURN()
    {
        var people = office.ComeAll("alice", "bob");
        Zones().ShouldBe("p2p_direct 1, p2p_turn 0, sfu 0");

        people[0].IceFailed("bob");
        Zones().ShouldBe("p2p_direct 0, p2p_turn 1, sfu 0");
        people[0].Leave();
        people[1].Leave();

        Zones().ShouldBe("p2p_direct 0, p2p_turn 0, sfu 0");
    }

    [Fact]
    public void Three_of_a_few_who_needed_TURN_take_any_zone_to_the_SFU()
    {
        var people = office.ComeAll("alice", "bob", "carol");
        people[0].IceFailed("bob");

        people[1].IceFailed("carol");
        people[0].IceFailed("carol").Only("PROMOTE_TO_SFU").Field("zone_id").ShouldBe("hall");

        people[1].Take().Only("PROMOTE_TO_SFU");
        people[2].Take().Only("PROMOTE_TO_SFU");
        people[0].IceFailed("carol").Error().ShouldBe("INVALID_REQUEST zone_on_sfu");
    }

    private string Zones() => string.Join(", ", office.Rules.Counts.Zones().Select(z => $"{z.Key} {z.Value}"));

#pragma warning disable CA5350
    private static string Signed(string username) => Convert.ToBase64String(System.Security.Cryptography.HMACSHA1.HashData(
        "north"u8, System.Text.Encoding.UTF8.GetBytes(username)));
#pragma warning restore CA5350
}

using Parley.Core.Messages;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World;

/// <summary>Rates of a connection.</summary>
public sealed class Limits
{
    private const string Candidate = """{"type":"ICE_CANDIDATE","payload":{"to":"nobody","candidate":{}}}""";

    private readonly WorldBench bench = new();

    [Theory]
    [InlineData("PRESENCE_UPDATE", 15)]
    [InlineData("MOVE_INTENT", 30)]
    [InlineData("ZONE_TRANSITION", 30)]
    [InlineData("INTERACT_REQUEST", 10)]
    [InlineData("INTERACT_END", 10)]
    [InlineData("SDP_OFFER", 198)] // CONNECT and JOIN_WORLD count as well
    [InlineData("ICE_CANDIDATE", 198)]
    public void So_many_at_once_and_then_RATE_LIMITED_with_retry_after_ms(string type, int many)
    {
        var alice = bench.Come("alice");
        for (var i = 0; i < many; i++) alice.Send($$"""{"type":"{{type}}"}""");
        alice.Take().ShouldAllBe(m => m.Contains("INVALID_REQUEST"));

        var limited = alice.Ask($$"""{"type":"{{type}}"}""").ShouldHaveSingleItem();

        limited.ShouldContain("\"code\":\"RATE_LIMITED\"");
        limited.ShouldContain("\"retry_after_ms\":");
    }

    [Fact]
    public void A_hundred_a_second_are_sustained()
    {
        var alice = bench.Come("alice");
        for (var i = 0; i < 198; i++) alice.Send(Candidate);
        bench.Pass(1);
        for (var i = 0; i < 100; i++) alice.Send(Candidate);
        alice.Take().ShouldAllBe(m => m.Contains("peer_not_in_zone"));

        alice.Ask(Candidate).ShouldHaveSingleItem().ShouldContain("RATE_LIMITED");
    }

    [Fact]
    public void The_tenth_in_a_minute_closes_4429_and_others_see_nothing_of_the_flood()
    {
        var (alice, bob) = (bench.Come("alice"), bench.Come("bob"));
        bob.Take();
        for (var i = 0; i < 100; i++) alice.Send(Person.Update(1.5, 1.5, state: "idle", facing: "south"));

        alice.Take().Count(m => m.Contains("RATE_LIMITED")).ShouldBe(10);
        alice.Closes.ShouldBe([CloseCode.RateLimited]);
        bench.Tick();
        bob.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Nine_in_each_of_two_minutes_do_not()
    {
        var alice = bench.Come("alice");
        for (var minute = 0; minute < 2; minute++)
        {
            for (var i = 0; i < 24; i++) alice.Send(Person.Update(1.5, 1.5));
            bench.Pass(61);
        }

        alice.Take().Count(m => m.Contains("RATE_LIMITED")).ShouldBe(18);
        alice.Closes.ShouldBeEmpty();
    }

    [Fact]
    public void A_flood_of_ERROR_is_never_answered_and_ends_with_4429()
    {
        var alice = bench.Come("alice");
        for (var i = 0; i < 1000; i++) alice.Send("""{"type":"ERROR","payload":{}}""");

        alice.Take().ShouldBeEmpty();
        alice.Closes.ShouldBe([CloseCode.RateLimited]);
    }

    [Fact]
    public void Rates_are_configurable()
    {
        var alice = new WorldBench(new WorldOptions { PresencePerSecond = 1, DropsBeforeClose = 1 }).Come("alice");
        alice.Walk(1.5, 1.5);

        alice.Walk(1.5, 1.5).ShouldHaveSingleItem().ShouldContain("RATE_LIMITED");
        alice.Closes.ShouldBe([CloseCode.RateLimited]);
    }
}

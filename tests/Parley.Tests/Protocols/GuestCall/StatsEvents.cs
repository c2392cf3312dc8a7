using System.Text;
using System.Text.Json;
using Parley.Protocols.GuestCall;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary><c>realtime:stats</c>, when and what.</summary>
public sealed class StatsEvents
{
    private readonly LobbyBench bench = new();

    [Fact]
    public void Realtime_stats_count_guests_by_what_they_do()
    {
        bench.Match();
        bench.Guest("carol").Emit("user:match");
        bench.Guest("dora");
        bench.Presence.Count(40);

        using var stats = Stats();

        stats.RootElement.GetProperty("stats").GetRawText().ShouldBe(
            """{"totalUsers":40,"onlineUsers":4,"activeUsers":2,"availableUsers":2,"connectedUsers":4}""");
        stats.RootElement.GetProperty("timestamp").GetString().ShouldBe("2025-06-01T12:00:00.000Z");
        stats.RootElement.GetProperty("onlineUsers").EnumerateArray().Select(g => g.GetRawText()).ShouldContain(
            """{"id":"guest_carol","username":"carol","isGuest":true,"location":"Rome","gender":null,"language":"it","isSearching":true,"isMatched":false}""");
    }

    [Fact]
    public void Whoever_is_away_in_a_match_is_active_but_not_online()
    {
        var (alice, _) = bench.Match();

        alice.Drop();

        bench.Presence.Snapshot().ShouldBe(new GuestStats(1, 1, 2, 0, 1));
        bench.Pass(10);
        bench.Presence.Snapshot().ShouldBe(new GuestStats(1, 1, 0, 1, 1));
    }

    [Fact]
    public void A_guest_with_two_connections_for_a_moment_is_one_guest()
    {
        var alice = bench.Guest("alice");

        var (older, _) = alice.ConnectAgain();
        bench.Presence.Snapshot().ShouldBe(new GuestStats(1, 1, 0, 1, 2));

        older.Ended();
        bench.Presence.Snapshot().ShouldBe(new GuestStats(1, 1, 0, 1, 1));
    }

    [Fact]
    public void Get_stats_answers_whoever_asks()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));

        alice.Emit("get:stats");

        alice.TakeStats().ShouldBe(1);
        bob.TakeStats().ShouldBe(0);
    }

    [Fact]
    public void All_are_told_once_a_second_however_many_come_and_go()
    {
        var told = 0;
        for (var i = 0; i < 100; i++)
        {
            bench.Guest($"g{i}").Drop();
            bench.Guest($"h{i}");
            if (bench.Protocol.Stats.TakeDue() is not null) told++;
            bench.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        told.ShouldBe(10);
    }

    [Fact]
    public void Nobody_is_told_what_all_know()
    {
        bench.Guest("alice");
        bench.Protocol.Stats.TakeDue().ShouldNotBeNull();

        bench.Time.Advance(TimeSpan.FromMinutes(1));

        bench.Protocol.Stats.TakeDue().ShouldBeNull();
    }

    [Fact]
    public void As_many_are_listed_as_fit_and_all_are_counted()
    {
        for (var i = 0; i < GuestStatsFeed.MostListed + 20; i++) bench.Guest($"g{i}");

        using var stats = Stats();

        stats.RootElement.GetProperty("onlineUsers").GetArrayLength().ShouldBe(GuestStatsFeed.MostListed);
        stats.RootElement.GetProperty("stats").GetProperty("onlineUsers").GetInt32().ShouldBe(GuestStatsFeed.MostListed + 20);
    }

    [Fact]
    public void Sessions_ids_which_are_secrets_are_shown_to_nobody()
    {
        var (alice, _) = bench.Match();

        Encoding.UTF8.GetString(bench.Protocol.Stats.Current.Argument.Span).ShouldNotContain(alice.Guest.SessionId.ToString());
    }

    private JsonDocument Stats() => JsonDocument.Parse(bench.Protocol.Stats.Current.Argument);
}

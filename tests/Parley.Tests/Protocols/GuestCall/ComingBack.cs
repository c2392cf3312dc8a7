using Parley.Core.Messages;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>Connections that break, pages that are reloaded, and what both sides see of it.</summary>
public sealed class ComingBack
{
    private const string Offer = """{"offer":{"sdp":"restart"},"type":"video"}""";
    private const string Hello = """{"type":"text","content":"Hello","timestamp":"t"}""";

    private readonly LobbyBench bench = new();

    [Fact]
    public void A_page_that_is_reloaded_within_the_window_is_back_in_its_match_and_the_other_saw_nothing()
    {
        var (alice, bob) = bench.Call();

        alice.Drop();
        bench.Pass(9);
        alice.Connect();

        alice.Take()[1].ShouldBe(
            """user:matched {"matchedUser":{"id":"guest_bob","username":"bob","isGuest":true,"location":"Rome","gender":null,"language":"it"},"roomId":"guest_alice_guest_bob","resumed":true,"call":{"state":"connected","type":"video","outgoing":true}}""");
        bench.Pass(60);
        bob.Take().ShouldBeEmpty();
        bench.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void The_call_goes_on_with_an_offer_of_the_new_page()
    {
        var (alice, bob) = bench.Call();
        alice.Drop();
        alice.Connect();
        alice.Take();

        alice.Emit("webrtc:offer", Offer);
        bob.TakeNames().ShouldBe(["webrtc:offer"]);
        bob.Emit("webrtc:answer", """{"answer":{}}""");
        alice.TakeNames().ShouldBe(["webrtc:answer"]);
        alice.Emit("webrtc:ice-candidate", """{"candidate":null}""");
        bob.TakeNames().ShouldBe(["webrtc:ice-candidate"]);
        bench.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void The_call_goes_on_with_an_offer_that_the_other_made_meanwhile()
    {
        var (alice, bob) = bench.Call();
        alice.Drop();
        bob.Emit("webrtc:ice-candidate", """{"candidate":{"candidate":"of the old negotiation"}}""");
        bob.Emit("webrtc:offer", Offer);
        bob.Emit("webrtc:ice-candidate", """{"candidate":{"candidate":"of the new one"}}""");
        bob.Emit("chat:message", Hello);

        alice.Connect();

        var told = alice.Take();
        told.Select(t => t.Split(' ')[0]).ShouldBe(
            ["connection:established", "user:matched", "chat:message", "webrtc:offer", "webrtc:ice-candidate"]);
        told[4].ShouldContain("of the new one");
        alice.Emit("webrtc:answer", """{"answer":{}}""");
        bob.TakeNames().ShouldBe(["chat:message:sent", "webrtc:answer"]);
    }

    [Fact]
    public void A_page_that_is_reloaded_while_it_rings_gets_the_offer_again()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:offer", Offer);
        alice.Emit("webrtc:ice-candidate", """{"candidate":{}}""");
        bob.Take();

        bob.Drop();
        bob.Connect();

        var told = bob.Take();
        told.Select(t => t.Split(' ')[0]).ShouldBe(
            ["connection:established", "user:matched", "webrtc:offer", "webrtc:ice-candidate"]);
        told[1].ShouldContain("""{"state":"ringing","type":"video","outgoing":false}""");
        bob.Emit("webrtc:answer", """{"answer":{}}""");
        alice.TakeNames().ShouldBe(["webrtc:answer"]);
    }

    [Fact]
    public void A_client_that_is_recovered_gets_what_it_missed_in_order_and_is_not_matched_anew()
    {
        var (alice, bob) = bench.Call();
        alice.Drop();
        bob.Emit("webrtc:ice-candidate", """{"candidate":null}""");
        bob.Emit("chat:typing:start");
        bob.Emit("chat:message", Hello);
        bob.Emit("webrtc:offer", Offer);

        alice.Connect(recovered: true);

        alice.TakeNames().ShouldBe(["connection:established", "webrtc:ice-candidate", "chat:message", "webrtc:offer"]);
    }

    [Fact]
    public void A_connection_of_somebody_who_was_elsewhere_since_is_not_taken_for_the_one_that_goes_on()
    {
        var (alice, _) = bench.Match();
        var (older, olderPeer) = alice.ConnectAgain();
        olderPeer.Closes.ShouldBe([CloseCode.Replaced]);
        older.Ended();
        alice.Drop();
        alice.Take();

        // The first client is recovered as itself; the lobby knew another one after it.
        var back = bench.Protocol.NewSession(olderPeer, alice.Guest, "alice-1");
        olderPeer.Take();
        back.Begin(recovered: true);

        olderPeer.Take().OfType<Parley.Protocols.GuestCall.GuestEvent>().Select(e => e.Name).ShouldContain("user:matched");
    }

    [Fact]
    public void Room_closed_user_disconnected_once_the_window_is_over()
    {
        var (alice, bob) = bench.Call();
        alice.Drop();
        bench.Pass(9);
        bob.Take().ShouldBeEmpty();

        bench.Pass(1);

        bob.TakeOnly("room:closed").ShouldBe(
            """{"userId":"guest_alice","username":"alice","message":"alice is not connected any more.","reason":"user_disconnected"}""");
        bench.Calls.ShouldHaveSingleItem().EndReason.ShouldBe("disconnected");
        bob.Emit("user:match");
        bob.TakeNames().ShouldBe(["user:match:searching", "user:match:no_users"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Room_closed_partner_offline_for_who_comes_back_too_late(bool recovered)
    {
        var (alice, bob) = bench.Match();
        alice.Drop();
        bench.Pass(10);
        bob.Take();

        bench.Pass(60);
        alice.Connect(recovered);

        alice.Take()[1].ShouldBe(
            """room:closed {"userId":"guest_bob","username":"bob","message":"bob is not connected any more.","reason":"partner_offline"}""");
        alice.Emit("user:match");
        alice.TakeNames().ShouldBe(["user:match:searching", "user:match:no_users"]);
    }

    [Fact]
    public void Room_closed_partner_offline_when_the_other_left_or_went_meanwhile()
    {
        var (alice, bob) = bench.Match();
        alice.Drop();
        bob.Emit("leave-room");
        alice.Connect();
        alice.TakeNames().ShouldBe(["connection:established", "room:closed"]);

        alice.Emit("user:match");
        bob.Emit("user:match");
        alice.Take();
        bob.Take();
        alice.Drop();
        bench.Pass(5);
        bob.Drop();
        bench.Pass(5);
        bob.Connect();
        bob.TakeNames().ShouldBe(["connection:established", "room:closed"]);
        alice.Connect();
        alice.TakeNames().ShouldBe(["connection:established", "room:closed"]);
    }

    [Fact]
    public void Whoever_stays_away_is_forgotten()
    {
        var (alice, bob) = bench.Match();
        alice.Drop();
        bob.Drop();
        bench.Pass(10);
        bench.Pass(119);
        bench.Lobbies.ShouldBe(1);

        bench.Pass(1);

        bench.Lobbies.ShouldBe(0);
        alice.Connect();
        alice.TakeNames().ShouldBe(["connection:established"]);
    }

    [Fact]
    public void A_newer_connection_replaces_the_older_and_has_the_match()
    {
        var (alice, bob) = bench.Match();

        var (older, olderPeer) = alice.ConnectAgain();

        olderPeer.Closes.ShouldBe([CloseCode.Replaced]);
        alice.TakeNames().ShouldBe(["connection:established", "user:matched"]);
        // What the older one still says, and its end, count for nothing.
        older.Receive("leave-room", default);
        older.Ended();
        bench.Pass(60);
        bob.Take().ShouldBeEmpty();
        alice.Emit("chat:message", Hello);
        bob.TakeNames().ShouldBe(["chat:message"]);
    }

    [Fact]
    public void A_search_ends_with_its_connection_and_goes_on_with_a_client_that_is_recovered()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));
        alice.Emit("user:match");
        alice.Drop();
        bob.Emit("user:match");
        bob.TakeNames().ShouldContain("user:match:no_users");

        alice.Connect(recovered: true);

        alice.TakeNames().ShouldContain("user:matched");
        bob.TakeNames().ShouldContain("user:matched");
    }

    [Fact]
    public void A_new_page_does_not_search_before_it_asks()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));
        alice.Emit("user:match");
        alice.ConnectAgain();
        alice.Take();
        bob.Emit("user:match");
        bob.TakeNames().ShouldContain("user:match:no_users");

        alice.Emit("user:match");

        alice.TakeNames().ShouldContain("user:matched");
    }

    [Fact]
    public void Receipts_are_waited_for_across_a_break()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("chat:message", Hello);
        bob.Drop();
        alice.Emit("chat:message", Hello);
        alice.TakeNames().ShouldBe(["chat:message:sent", "chat:message:sent"]);

        bob.Connect(recovered: true);

        var ids = bob.AskedFor();
        ids.Distinct().Count().ShouldBe(2);
        bob.Acknowledge(ids);
        alice.TakeNames().ShouldBe(["chat:message:delivered", "chat:message:delivered"]);
    }

    [Fact]
    public void Messages_that_nobody_confirmed_are_sent_to_the_new_page_again()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("chat:message", Hello);
        alice.Emit("chat:message", Hello);
        var ids = bob.AskedFor();
        bob.Acknowledge(ids.Take(1));
        bob.Drop();

        bob.Connect();

        bob.AskedFor().ShouldBe(ids.Skip(1));
    }

    [Fact]
    public void A_guest_who_missed_too_much_is_not_available()
    {
        var (alice, bob) = bench.Match();
        bob.Drop();
        string last;
        var kept = 0;
        do
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(20));
            alice.Emit("chat:message", Hello);
            last = alice.Take().Single();
            if (last.StartsWith("chat:message:sent", StringComparison.Ordinal)) kept++;
        }
        while (kept < 10_000 && last.StartsWith("chat:message:sent", StringComparison.Ordinal));

        last.ShouldBe("""chat:error {"message":"Connected user is not available"}""");
        alice.Emit("webrtc:offer", Offer);
        alice.TakeOnly("webrtc:error").ShouldBe("""{"message":"Connected user is not available"}""");
        bob.Connect(recovered: true);
        bob.TakeNames().Count(n => n == "chat:message").ShouldBe(kept);
    }

    [Fact]
    public void The_end_of_a_call_is_never_missed()
    {
        var (alice, bob) = bench.Call();
        bob.Drop();
        for (var i = 0; i < 250; i++)
        {
            bench.Time.Advance(TimeSpan.FromMilliseconds(20));
            alice.Emit("chat:message", Hello);
        }

        alice.Emit("webrtc:call-end");
        bob.Connect(recovered: true);

        bob.TakeNames()[^1].ShouldBe("webrtc:call-end");
    }
}

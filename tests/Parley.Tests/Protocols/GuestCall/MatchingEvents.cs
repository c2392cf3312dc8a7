using Parley.Core.Messages;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>Each event of looking for somebody, by its name.</summary>
public sealed class MatchingEvents
{
    private readonly LobbyBench bench = new();

    [Fact]
    public void Connection_established_says_who_one_is_and_statistics_follow()
    {
        var guest = new TestGuest(bench, "alice");

        guest.Connect();

        guest.TakeOnly("connection:established").ShouldBe(
            $$"""{"userId":"guest_alice","username":"alice","socketId":"alice-1","isGuest":true,"sessionId":"{{guest.Guest.SessionId}}"}""");
    }

    [Fact]
    public void User_match_with_nobody_there_is_searching_and_no_users()
    {
        var alice = bench.Guest("alice");

        alice.Emit("user:match");

        alice.TakeNames().ShouldBe(["user:match:searching", "user:match:no_users"]);
    }

    [Fact]
    public void User_match_with_another_who_searches_is_user_matched_for_both()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));
        alice.Emit("user:match");
        alice.Take();

        bob.Emit("user:match");

        bob.Take().ShouldBe(
        [
            """user:match:searching {"message":"Searching for somebody."}""",
            """user:matched {"matchedUser":{"id":"guest_alice","username":"alice","isGuest":true,"location":"Rome","gender":null,"language":"it"},"roomId":"guest_alice_guest_bob"}""",
            """room:user_joined {"userId":"guest_alice","username":"alice","message":"alice is here."}""",
        ]);
        alice.Take().ShouldBe(
        [
            """user:matched {"matchedUser":{"id":"guest_bob","username":"bob","isGuest":true,"location":"Rome","gender":null,"language":"it"},"roomId":"guest_alice_guest_bob"}""",
            """room:user_joined {"userId":"guest_bob","username":"bob","message":"bob is here."}""",
        ]);
    }

    [Fact]
    public void Whoever_waits_longest_is_matched_first()
    {
        // A search that was given up has no place any more, and one that begins anew waits behind the others.
        var (first, second, third) = (bench.Guest("first"), bench.Guest("second"), bench.Guest("third"));
        first.Emit("user:match");
        first.Emit("user:match:cancel");
        second.Emit("user:match");
        first.Take();
        second.Take();

        third.Emit("user:match");

        second.TakeNames().ShouldContain("user:matched");
        first.Take().ShouldBeEmpty();
    }

    [Fact]
    public void User_match_error_while_searching_or_matched()
    {
        var alice = bench.Guest("alice");
        alice.Emit("user:match");
        alice.Take();
        alice.Emit("user:match");
        alice.TakeOnly("user:match:error").ShouldContain("searching already");

        var bob = bench.Guest("bob");
        bob.Emit("user:match");
        alice.Take();
        bob.Take();
        bob.Emit("user:match");
        bob.TakeOnly("user:match:error").ShouldContain("in a match already");
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void User_match_cancel_ends_the_search()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));
        alice.Emit("user:match");
        alice.Take();

        alice.Emit("user:match:cancel");

        alice.TakeNames().ShouldBe(["user:match:cancelled"]);
        bob.Emit("user:match");
        bob.TakeNames().ShouldBe(["user:match:searching", "user:match:no_users"]);
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void User_match_cancel_error_for_who_does_not_search()
    {
        var alice = bench.Guest("alice");
        alice.Emit("user:match:cancel");
        alice.TakeOnly("user:match:cancel:error").ShouldContain("not searching");

        var (carol, _) = bench.Match();
        carol.Emit("user:match:cancel");
        carol.TakeNames().ShouldBe(["user:match:cancel:error"]);
    }

    [Theory]
    [InlineData("leave-room")]
    [InlineData("close-room")]
    [InlineData("chat:clear")]
    public void Leaving_ends_the_match_for_both(string name)
    {
        var (alice, bob) = bench.Match();

        alice.Emit(name, "{}");

        alice.TakeNames().ShouldBe(["chat:clear:confirmed"]);
        bob.Take().ShouldBe(
        [
            """room:user_left {"userId":"guest_alice","username":"alice","message":"alice has left."}""",
            """chat:cleared {"userId":"guest_alice","username":"alice","reason":"User left the chat"}""",
        ]);
        bob.Emit("user:match");
        alice.Emit("user:match");
        alice.TakeNames().ShouldContain("user:matched");
    }

    [Fact]
    public void Leaving_without_a_match_is_confirmed_all_the_same()
    {
        var alice = bench.Guest("alice");

        alice.Emit("chat:clear");

        alice.TakeNames().ShouldBe(["chat:clear:confirmed"]);
    }

    [Theory]
    [InlineData("guest:register")]
    [InlineData("guest:update")]
    [InlineData("presence:update")]
    [InlineData("presence:online")]
    [InlineData("stats:request")]
    [InlineData("users:online:request")]
    public void Events_of_the_original_client_are_accepted_silently(string name)
    {
        var (alice, bob) = bench.Match();

        alice.Emit(name, """{"anything":[1,2]}""");

        alice.Take().ShouldBeEmpty();
        bob.Take().ShouldBeEmpty();
        bench.Metrics.CountReceived(MessageKind.Invalid).ShouldBe(0);
    }

    [Fact]
    public void Events_that_nobody_knows_are_ignored_and_counted()
    {
        var (alice, bob) = bench.Match();

        alice.Emit("webrtc:renegotiate", "{}");
        alice.Emit("__proto__", "{}");

        alice.Take().ShouldBeEmpty();
        bob.Take().ShouldBeEmpty();
        bench.Metrics.CountReceived(MessageKind.Invalid).ShouldBe(2);
    }

    [Fact]
    public void A_lobby_without_guests_is_gone()
    {
        var alice = bench.Guest("alice");
        bench.Lobbies.ShouldBe(1);

        alice.Drop();

        bench.Lobbies.ShouldBe(0);
        bench.Presence.Snapshot().ShouldBe(default);
    }
}

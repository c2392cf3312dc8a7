namespace Parley.Tests.Protocols.GuestCall;

/// <summary>What was sent into a connection that is dead without anybody having noticed, and then a new page comes.</summary>
public sealed class IntoADeadConnection
{
    private readonly LobbyBench bench = new();

    [Fact]
    public void A_match_made_there_is_the_new_page_s()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));
        alice.Emit("user:match");
        bob.Emit("user:match");

        alice.ConnectAgain();

        alice.TakeNames().ShouldBe(["connection:established", "user:matched"]);
    }

    [Theory]
    [InlineData("webrtc:call-end")]
    [InlineData("webrtc:call-reject")]
    [InlineData("webrtc:call-timeout")]
    public void A_call_that_ended_there_is_over_for_the_new_page(string ending)
    {
        var (alice, bob) = bench.Call();
        bob.Emit(ending);

        alice.ConnectAgain();

        var told = alice.Take();
        told.Count.ShouldBe(2);
        told[1].ShouldContain("\"resumed\":true,\"call\":{\"state\":\"ended\"}");
    }

    [Fact]
    public void A_match_that_ended_there_is_told_by_nothing_and_the_new_page_is_free()
    {
        var (alice, bob) = bench.Match();
        bob.Emit("leave-room");

        alice.ConnectAgain();

        alice.TakeNames().ShouldBe(["connection:established"]);
        alice.Emit("user:match");
        bob.Emit("user:match");
        alice.TakeNames().ShouldBe(["user:match:searching", "user:match:no_users", "user:matched", "room:user_joined"]);
    }

    [Fact]
    public void A_search_of_the_old_page_is_not_the_new_one_s()
    {
        var (alice, bob) = (bench.Guest("alice"), bench.Guest("bob"));
        alice.Emit("user:match");

        alice.ConnectAgain();
        bob.Emit("user:match");

        alice.TakeNames().ShouldBe(["connection:established"]);
        bob.TakeNames().ShouldBe(["user:match:searching", "user:match:no_users"]);
    }
}

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>Each event of a call, by its name, and the state that the server keeps of it.</summary>
public sealed class CallEvents
{
    private const string Offer = """{"offer":{"type":"offer","sdp":"v=0"},"type":"video"}""";
    private const string Answer = """{"answer":{"type":"answer","sdp":"v=1"}}""";
    private const string Candidate = """{"candidate":{"candidate":"candidate:1","sdpMid":"0"}}""";

    private readonly LobbyBench bench = new();

    [Theory]
    [InlineData("audio")]
    [InlineData("video")]
    public void Webrtc_offer_reaches_the_match(string type)
    {
        var (alice, bob) = bench.Match();

        alice.Emit("webrtc:offer", $$"""{ "offer" : {"sdp":"v=0\r\n", "type":"offer","x":1.50}, "type":"{{type}}" }""");

        bob.TakeOnly("webrtc:offer").ShouldBe(
            $$"""{"offer":{"sdp":"v=0\r\n", "type":"offer","x":1.50},"type":"{{type}}","from":"guest_alice","fromUsername":"alice"}""");
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Webrtc_answer_reaches_the_match()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:offer", Offer);
        bob.Take();

        bob.Emit("webrtc:answer", Answer);

        alice.TakeOnly("webrtc:answer").ShouldBe(
            """{"answer":{"type":"answer","sdp":"v=1"},"from":"guest_bob","fromUsername":"bob"}""");
        bob.Take().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"candidate":"candidate:1","sdpMid":"0","sdpMLineIndex":0}""")]
    [InlineData("{}")]
    [InlineData("null")]
    public void Webrtc_ice_candidate_reaches_the_match(string candidate)
    {
        var (alice, bob) = bench.Call();

        alice.Emit("webrtc:ice-candidate", $$"""{"candidate":{{candidate}}}""");
        bob.TakeOnly("webrtc:ice-candidate").ShouldBe($$"""{"candidate":{{candidate}},"from":"guest_alice"}""");
        bob.Emit("webrtc:ice-candidate", $$"""{"candidate":{{candidate}}}""");
        alice.TakeOnly("webrtc:ice-candidate").ShouldBe($$"""{"candidate":{{candidate}},"from":"guest_bob"}""");
    }

    [Theory]
    [InlineData("webrtc:call-end", "", "ended")]
    [InlineData("webrtc:call-end", "{}", "ended")]
    [InlineData("webrtc:call-reject", "", "rejected")]
    [InlineData("webrtc:call-reject", "{}", "rejected")]
    [InlineData("webrtc:call-timeout", "", "timeout")]
    [InlineData("webrtc:call-timeout", "null", "timeout")]
    public void Webrtc_call_end_reject_and_timeout_reach_the_match_and_end_the_call(string name, string argument, string reason)
    {
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:offer", Offer);
        bob.Take();

        bob.Emit(name, argument);

        alice.TakeOnly(name).ShouldBe("""{"from":"guest_bob","fromUsername":"bob"}""");
        bob.Take().ShouldBeEmpty();
        bench.Calls.ShouldHaveSingleItem().EndReason.ShouldBe(reason);
        alice.Emit("webrtc:ice-candidate", Candidate);
        alice.TakeNames().ShouldBe(["webrtc:error"]);
    }

    [Fact]
    public void Both_may_hang_up_and_one_call_has_ended()
    {
        var (alice, bob) = bench.Call();

        alice.Emit("webrtc:call-end", "{}");
        bob.Emit("webrtc:call-end", "{}");

        bob.TakeNames().ShouldBe(["webrtc:call-end"]);
        alice.TakeNames().ShouldBe(["webrtc:call-end"]);
        bench.Calls.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("webrtc:offer", Offer)]
    [InlineData("webrtc:answer", Answer)]
    [InlineData("webrtc:ice-candidate", Candidate)]
    [InlineData("webrtc:call-end", "{}")]
    [InlineData("webrtc:call-reject", "{}")]
    [InlineData("webrtc:call-timeout", "{}")]
    public void Webrtc_error_for_who_has_no_match(string name, string argument)
    {
        var alice = bench.Guest("alice");

        alice.Emit(name, argument);

        alice.TakeOnly("webrtc:error").ShouldBe("""{"message":"You are not connected to any user"}""");
    }

    [Fact]
    public void An_answer_without_an_offer_is_an_error()
    {
        var (alice, bob) = bench.Match();
        bob.Emit("webrtc:answer", Answer);
        bob.TakeOnly("webrtc:error").ShouldContain("Failed to send answer");

        alice.Emit("webrtc:offer", Offer);
        alice.Emit("webrtc:answer", Answer);
        alice.TakeOnly("webrtc:error").ShouldContain("Failed to send answer");

        bob.Take();
        bob.Emit("webrtc:answer", Answer);
        bob.Emit("webrtc:answer", Answer);
        bob.TakeNames().ShouldBe(["webrtc:error"]);
        alice.TakeNames().ShouldBe(["webrtc:answer"]);
    }

    [Fact]
    public void Candidates_before_and_after_a_call_are_an_error()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:ice-candidate", Candidate);
        alice.TakeOnly("webrtc:error").ShouldContain("Failed to send ICE candidate");

        alice.Emit("webrtc:offer", Offer);
        alice.Emit("webrtc:ice-candidate", Candidate);
        bob.TakeNames().ShouldBe(["webrtc:offer", "webrtc:ice-candidate"]);

        bob.Emit("webrtc:call-reject");
        alice.Take();
        alice.Emit("webrtc:ice-candidate", Candidate);
        alice.TakeOnly("webrtc:error").ShouldContain("Failed to send ICE candidate");
        bob.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Offers_within_a_call_are_renegotiations_from_either_side()
    {
        var (alice, bob) = bench.Call();

        bob.Emit("webrtc:offer", Offer);
        alice.TakeNames().ShouldBe(["webrtc:offer"]);
        alice.Emit("webrtc:answer", Answer);
        bob.TakeNames().ShouldBe(["webrtc:answer"]);

        bench.Pass(3600);
        bench.Calls.ShouldBeEmpty();
        alice.Take().ShouldBeEmpty();
    }

    [Fact]
    public void Offers_of_both_sides_at_once_pass_and_either_may_be_answered()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:offer", Offer);
        bob.Emit("webrtc:offer", Offer);
        alice.TakeNames().ShouldBe(["webrtc:offer"]);
        bob.TakeNames().ShouldBe(["webrtc:offer"]);

        alice.Emit("webrtc:answer", Answer);

        bob.TakeNames().ShouldBe(["webrtc:answer"]);
        bench.Pass(61);
        bob.Emit("webrtc:call-end");
        var call = bench.Calls.ShouldHaveSingleItem();
        (call.CallerId, call.CalleeId, call.EndReason).ShouldBe(("guest_alice", "guest_bob", "ended"));
        call.AnsweredAt.ShouldNotBeNull();
    }

    [Fact]
    public void A_call_that_rings_too_long_is_timed_out_to_both_even_if_the_caller_says_nothing()
    {
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:offer", Offer);
        bench.Pass(30);
        // Offering again does not let it ring longer.
        alice.Emit("webrtc:offer", Offer);
        bob.Take();
        bench.Pass(29);
        bob.Take().ShouldBeEmpty();

        bench.Pass(1);

        alice.TakeOnly("webrtc:call-timeout").ShouldBe("""{"from":"guest_bob","fromUsername":"bob"}""");
        bob.TakeOnly("webrtc:call-timeout").ShouldBe("""{"from":"guest_alice","fromUsername":"alice"}""");
        var call = bench.Calls.ShouldHaveSingleItem();
        (call.EndReason, call.AnsweredAt, call.EndedAt - call.StartedAt).ShouldBe(("timeout", null, TimeSpan.FromSeconds(60)));
        bob.Emit("webrtc:answer", Answer);
        bob.TakeNames().ShouldBe(["webrtc:error"]);
    }

    [Fact]
    public void A_call_is_recorded_with_who_kind_times_and_why()
    {
        var (alice, bob) = bench.Match();
        var began = bench.Time.GetUtcNow();
        alice.Emit("webrtc:offer", """{"offer":{},"type":"audio"}""");
        bench.Pass(5);
        bob.Emit("webrtc:answer", Answer);
        bench.Pass(100);
        bob.Emit("webrtc:call-end");

        var call = bench.Calls.ShouldHaveSingleItem();
        (call.CallerId, call.CalleeId, call.Kind, call.EndReason).ShouldBe(("guest_alice", "guest_bob", "audio", "ended"));
        (call.StartedAt, call.AnsweredAt, call.EndedAt).ShouldBe((began, began.AddSeconds(5), began.AddSeconds(105)));

        // The next offer is another call.
        bob.Emit("webrtc:offer", Offer);
        alice.Emit("leave-room");
        bench.Calls.Count.ShouldBe(2);
        (bench.Calls[1].CallerId, bench.Calls[1].Kind, bench.Calls[1].EndReason).ShouldBe(("guest_bob", "video", "left"));
        bench.Calls[1].Id.ShouldNotBe(call.Id);
    }

    [Fact]
    public void Calls_that_go_on_when_the_server_goes_are_recorded_once()
    {
        bench.Call();

        bench.Dispatch(new Parley.Protocols.GuestCall.CloseLobby());
        bench.Dispatch(new Parley.Protocols.GuestCall.CloseLobby());

        bench.Calls.ShouldHaveSingleItem().EndReason.ShouldBe("disconnected");
    }
}

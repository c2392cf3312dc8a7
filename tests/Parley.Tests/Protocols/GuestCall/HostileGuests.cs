using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>Wrong shapes, forged fields, floods: each gets its answer, and the other guest sees nothing of it.</summary>
public sealed class HostileGuests
{
    public static TheoryData<string, string> WrongShapes { get; } = new MatrixTheoryData<string, string>(
        ["webrtc:offer", "webrtc:answer", "webrtc:ice-candidate"],
        [
            "", "null", "7", "\"x\"", "[]", "{}", """{"offer":"sdp","type":"video"}""", """{"offer":{}}""",
            """{"offer":{},"type":"text"}""", """{"offer":{},"type":null}""", """{"offer":null,"type":"audio"}""",
            """{"offer":[{}],"type":"audio"}""", """{"offer":{},"type":{"type":"audio"}}""", """{"answer":"sdp"}""",
            """{"answer":null}""", """{"answer":[]}""", """{"candidate":"candidate:1"}""", """{"candidate":7}""",
            """{"candidate":[]}""", """{"\ud800":1}""", """{"x":{"offer":{},"answer":{},"candidate":{},"type":"audio"}}""",
        ]);

    [Theory]
    [MemberData(nameof(WrongShapes))]
    public void A_wrong_shape_is_a_clear_webrtc_error(string name, string argument)
    {
        var (alice, bob) = new LobbyBench().Call();

        alice.Emit(name, argument);

        alice.TakeOnly("webrtc:error").ShouldContain($"{name} has to be");
        bob.Take().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("webrtc:call-end")]
    [InlineData("webrtc:call-reject")]
    [InlineData("webrtc:call-timeout")]
    public void What_is_no_object_ends_no_call(string name)
    {
        foreach (var argument in new[] { "7", "\"x\"", "[]", "true" })
        {
            var bench = new LobbyBench();
            var (alice, bob) = bench.Call();

            alice.Emit(name, argument);

            alice.TakeOnly("webrtc:error").ShouldContain($"{name} has to be");
            bob.Take().ShouldBeEmpty();
            bench.Calls.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Nobody_speaks_in_anothers_name_or_to_another()
    {
        var bench = new LobbyBench();
        var carol = bench.Guest("carol");
        var (alice, bob) = bench.Match();
        const string Forged = "\"from\":\"guest_carol\",\"fromUsername\":\"carol\",\"to\":\"guest_carol\",\"userId\":\"guest_carol\"";

        alice.Emit("webrtc:offer", $$"""{{{Forged}},"offer":{},"type":"audio"}""");
        alice.Emit("webrtc:ice-candidate", $$"""{{{Forged}},"candidate":null}""");
        alice.Emit("webrtc:call-end", $$"""{{{Forged}}}""");
        alice.Emit("chat:typing:start", $$"""{{{Forged}}}""");
        alice.Emit("chat:message", """{"id":"1","senderId":"guest_carol","senderUsername":"carol","type":"text","content":"x","timestamp":"t"}""");

        var told = bob.Take();
        told.Count.ShouldBe(5);
        told.ShouldAllBe(t => t.Contains("guest_alice") && !t.Contains("carol"));
        told[4].ShouldStartWith("chat:message {\"id\":\"msg_");
        carol.Take().ShouldBeEmpty();
    }

    [Fact]
    public void A_field_that_comes_twice_counts_as_clients_read_it()
    {
        var (alice, bob) = new LobbyBench().Match();

        alice.Emit("webrtc:offer", """{"offer":"x","offer":{"a":1},"type":7,"type":"audio"}""");

        bob.TakeOnly("webrtc:offer").ShouldStartWith("""{"offer":{"a":1},"type":"audio",""");
    }

    [Fact]
    public void Names_are_written_so_that_they_stay_text()
    {
        var bench = new LobbyBench();
        var (alice, bob) = (bench.Guest("a\"\\\u2028</script>"), bench.Guest("bob"));
        alice.Emit("user:match");
        bob.Emit("user:match");
        bob.Take();

        alice.Emit("chat:typing:start");

        using var told = System.Text.Json.JsonDocument.Parse(bob.TakeOnly("chat:typing:start"));
        told.RootElement.GetProperty("username").GetString().ShouldBe("a\"\\\u2028</script>");
    }

    [Theory]
    [InlineData("webrtc:offer", "webrtc:error")]
    [InlineData("chat:message", "chat:error")]
    [InlineData("chat:typing:start", "chat:error")]
    [InlineData("leave-room", "chat:error")]
    [InlineData("user:match", "user:match:error")]
    [InlineData("user:match:cancel", "user:match:cancel:error")]
    [InlineData("get:stats", "error")]
    [InlineData("nobody:knows", "error")]
    public void Over_the_rate_an_event_is_dropped_with_its_error_and_then_the_connection_is_closed(string name, string error)
    {
        var bench = new LobbyBench(new RateLimits(50, 5, 20, TimeSpan.FromSeconds(10)));
        var alice = bench.Guest("alice");
        for (var i = 0; i < 5; i++) alice.Emit("presence:x");
        alice.Take().ShouldBeEmpty();

        alice.Emit(name, "{}");

        alice.TakeOnly(error).ShouldEndWith("\"retryAfterMs\":20}");
        bench.Metrics.CountDropped(DropReason.RateLimited).ShouldBe(1);
        for (var i = 0; i < 18; i++) alice.Emit(name, "{}");
        alice.Closes.ShouldBeEmpty();
        alice.Emit(name, "{}");
        alice.Closes.ShouldBe([CloseCode.RateLimited]);
        alice.Take();
        alice.Emit(name, "{}");
        alice.Take().ShouldBeEmpty();
        alice.Closes.Count.ShouldBe(1);
    }

    [Fact]
    public void Candidates_count_a_quarter()
    {
        var bench = new LobbyBench(new RateLimits(1, 10, 20, TimeSpan.FromSeconds(10)));
        var alice = bench.Guest("alice");

        for (var i = 0; i < 40; i++) alice.Emit("webrtc:ice-candidate", """{"candidate":null}""");
        alice.Take().ShouldAllBe(t => !t.Contains("retryAfterMs"));
        alice.Emit("webrtc:ice-candidate", """{"candidate":null}""");

        alice.TakeOnly("webrtc:error").ShouldContain("retryAfterMs");
    }

    [Fact]
    public void Connecting_anew_does_not_fill_the_rate_up()
    {
        var bench = new LobbyBench(new RateLimits(1, 5, 20, TimeSpan.FromSeconds(10)));
        var alice = bench.Guest("alice");
        for (var i = 0; i < 5; i++) alice.Emit("presence:x");
        alice.Drop();
        alice.Connect();
        alice.Take();

        alice.Emit("chat:message", "{}");

        alice.TakeOnly("chat:error").ShouldContain("retryAfterMs");
    }

    [Fact]
    public void Offers_and_candidates_without_end_are_not_kept_without_end()
    {
        var bench = new LobbyBench(new RateLimits(1_000_000, 1_000_000, 20, TimeSpan.FromSeconds(10)));
        var (alice, bob) = bench.Match();
        alice.Emit("webrtc:offer", """{"offer":{},"type":"audio"}""");
        for (var i = 0; i < 5000; i++) alice.Emit("webrtc:ice-candidate", """{"candidate":{"candidate":"0123456789"}}""");
        bob.TakeNames().Count.ShouldBe(5001);

        bob.Drop();
        bob.Connect();

        bob.TakeNames().Count.ShouldBe(2 + 1 + 100);
    }
}

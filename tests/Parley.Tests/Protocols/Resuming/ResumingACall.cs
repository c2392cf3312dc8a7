using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Tests.Protocols.Resuming;

/// <summary>What becomes of a wish to resume, seen from the connections of a call.</summary>
public sealed class ResumingACall
{
    private readonly CallBench bench = new(new ResumeOptions());

    [Fact]
    public void Goes_on_where_the_other_side_saw_nothing_and_misses_nothing()
    {
        var (alice, token) = Begin("alice");
        var (bob, _) = Begin("bob");
        Skip(alice, 1);

        alice.End();
        Say(bob, 1);
        Say(bob, 2);
        bob.ToClient.ShouldBeEmpty();
        var back = bench.Connect("alice", new ResumeRequest(token, 1));

        var answer = CallBench.AnswerIn(back.ToClient.Dequeue());
        answer.ShouldBe(answer with { Result = ResumeResult.Resumed, Seq = 1, Received = 0, Reason = null });
        back.ToClient.Count.ShouldBe(2);
        back.ToClient.Dequeue().ShouldContain("\"n\":1");
        back.ToClient.Dequeue().ShouldContain("\"n\":2");
        bob.ToClient.ShouldBeEmpty();
        bench.Metrics.CountResumed(ResumeResult.Resumed).ShouldBe(1);
    }

    [Fact]
    public void A_half_open_connection_is_replaced_and_its_last_messages_count_once()
    {
        var (alice, token) = Begin("alice");
        var (bob, _) = Begin("bob");
        Say(alice, 1);
        alice.Say("""{"type":"n","data":{"n":2}}""");
        var back = bench.Connect("alice", new ResumeRequest(token, 1));

        alice.Closed.ShouldBe(CloseCode.Replaced);
        CallBench.AnswerIn(back.ToClient.Dequeue()).Received.ShouldBe(1);
        alice.Arrive().ShouldBeFalse();
        Say(back, 2);
        alice.End();

        string[] heard = [.. bob.ToClient];
        heard.Length.ShouldBe(2);
        heard[1].ShouldContain("\"n\":2");
        bench.Kept.Count.ShouldBe(2);
    }

    [Fact]
    public void A_token_is_good_once_but_for_an_answer_that_was_lost()
    {
        var (alice, first) = Begin("alice");
        alice.End();
        var lost = bench.Connect("alice", new ResumeRequest(first, 0));
        var second = CallBench.AnswerIn(lost.ToClient.Dequeue()).Token;
        lost.End();

        // Whether the answer has arrived the server can't know, until the client says something, or uses the next token.
        var again = bench.Connect("alice", new ResumeRequest(first, 0));
        var third = CallBench.AnswerIn(again.ToClient.Dequeue());
        third.Result.ShouldBe(ResumeResult.Resumed);
        Rejected("alice", second);
        Say(again, 1);
        Rejected("alice", first);

        again.End();
        CallBench.AnswerIn(bench.Connect("alice", new ResumeRequest(third.Token, 0)).ToClient.Dequeue())
            .Result.ShouldBe(ResumeResult.Resumed);
    }

    [Fact]
    public void Tokens_are_bound_to_user_and_room_and_random()
    {
        var (alice, token) = Begin("alice");
        alice.End();
        Rejected("bob", token);
        Rejected("alice", token, Guid.NewGuid());
        Rejected("alice", token + "A");
        Rejected("alice", token[..^1]);
        Rejected("alice", "x");
        Rejected("alice", new string('.', 5000));
        Begin("alice").Token.Split('.')[1].Length.ShouldBe(43);

        CallBench.AnswerIn(bench.Connect("alice", new ResumeRequest(token, 0)).ToClient.Dequeue())
            .Result.ShouldBe(ResumeResult.Resumed);
    }

    [Fact]
    public void What_is_over_the_log_is_a_snapshot_with_the_reason_and_the_others_see_no_leave()
    {
        var (alice, token) = Begin("alice");
        var (bob, _) = Begin("bob");
        Say(alice, 1);
        Skip(bob, 1);
        alice.End();
        for (var i = 0; i < 300; i++) Say(bob, i);

        var welcome = bench.Connect("alice", new ResumeRequest(token, 1)).ToClient;
        var answer = CallBench.AnswerIn(welcome.Peek());
        answer.Result.ShouldBe(ResumeResult.Snapshot);
        (answer.Reason, answer.Seq, answer.Received).ShouldBe((ResumeReason.Messages, 301, 1));
        welcome.Dequeue().ShouldContain("\"accountId\":\"bob\"");
        welcome.ShouldBeEmpty();
        Say(bob, 7);
        welcome.Dequeue().ShouldContain("\"n\":7");
        bob.ToClient.ShouldBeEmpty();
    }

    [Fact]
    public void A_number_of_no_message_is_a_snapshot()
    {
        var (alice, token) = Begin("alice");
        alice.End();
        var answer = CallBench.AnswerIn(bench.Connect("alice", new ResumeRequest(token, 5)).ToClient.Dequeue());
        (answer.Result, answer.Reason).ShouldBe((ResumeResult.Snapshot, ResumeReason.Number));
    }

    [Fact]
    public void After_the_grace_the_others_see_it_leave()
    {
        var (alice, token) = Begin("alice");
        var (bob, _) = Begin("bob");
        alice.End();
        bench.Pass(29);
        bob.ToClient.ShouldBeEmpty();
        bench.Pass(2);
        bob.ToClient.Dequeue().ShouldContain("user-left");
        bench.Kept.Count.ShouldBe(1);
        Rejected("alice", token);
    }

    [Fact]
    public void Who_goes_on_purpose_is_gone_at_once()
    {
        var (alice, _) = Begin("alice");
        var (bob, _) = Begin("bob");
        alice.End(onPurpose: true);
        bob.ToClient.Dequeue().ShouldContain("user-left");
        bench.Kept.Count.ShouldBe(1);
    }

    [Fact]
    public void Who_is_put_out_while_away_does_not_come_back()
    {
        var (alice, token) = Begin("alice");
        var (bob, _) = Begin("bob");
        alice.End();
        bench.Put("alice");
        bob.ToClient.Dequeue().ShouldContain("user-left");
        Rejected("alice", token);
        bob.ToClient.Clear();
        bench.Pass(1);
        bob.ToClient.ShouldNotContain(m => m.Contains("user-left", StringComparison.Ordinal));
        bench.Kept.Away.ShouldBe(0);
    }

    [Fact]
    public void Who_did_not_ask_is_not_kept_and_sees_nothing_new()
    {
        var alice = bench.Connect("alice", resume: null);
        var (bob, _) = Begin("bob");
        alice.ToClient.Dequeue().ShouldNotContain("resume");
        alice.End();
        bob.ToClient.Dequeue().ShouldContain("user-left");
        bench.Kept.Count.ShouldBe(1);
    }

    [Fact]
    public void Drops_in_a_storm_leave_nothing_behind()
    {
        for (var i = 0; i < 1000; i++) Begin("mallory").Wire.End();
        bench.Kept.Away.ShouldBe(new ResumeOptions().SessionsPerUser);

        var (alice, token) = Begin("alice");
        for (var i = 0; i < new ResumeOptions().ResumesPerMinute; i++)
        {
            alice.End();
            alice = bench.Connect("alice", new ResumeRequest(token, 0));
            token = CallBench.AnswerIn(alice.ToClient.Dequeue()).Token;
        }

        Rejected("alice", token, reason: ResumeReason.TooOften);
        alice.Closed.ShouldBe(CloseCode.RateLimited);
        alice.End();
        bench.Pass(31);
        bench.Kept.Away.ShouldBe(0);
        bench.Kept.Bytes.ShouldBe(0);
    }

    private (Wire Wire, string Token) Begin(string account)
    {
        var wire = bench.Connect(account, new ResumeRequest("", 0));
        var answer = CallBench.AnswerIn(wire.ToClient.Dequeue());
        answer.Result.ShouldBe(ResumeResult.Begun);
        return (wire, answer.Token);
    }

    /// <summary>A new session begins, which goes again.</summary>
    private void Rejected(string account, string token, Guid? room = null, string reason = ResumeReason.Unknown)
    {
        var wire = bench.Connect(account, new ResumeRequest(token, 0), room);
        var answer = CallBench.AnswerIn(wire.ToClient.Dequeue());
        (answer.Result, answer.Reason).ShouldBe((ResumeResult.Rejected, reason));
        wire.End(onPurpose: true);
    }

    private static void Say(Wire wire, int number)
    {
        wire.Say($$$"""{"type":"n","data":{"n":{{{number}}}}}""");
        wire.Arrive().ShouldBeTrue();
    }

    private static void Skip(Wire wire, int messages)
    {
        for (var i = 0; i < messages; i++) wire.ToClient.Dequeue();
    }
}

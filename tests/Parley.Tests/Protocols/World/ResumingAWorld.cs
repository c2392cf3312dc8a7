using System.Text.Json;
using Parley.Core.Messages;

namespace Parley.Tests.Protocols.World;

/// <summary>Who resumes in a world: what counts, what others see, and where everybody is afterwards.</summary>
public sealed class ResumingAWorld
{
    private readonly WorldBench bench = new();
    private string token = "";

    [Fact]
    public void Presence_has_no_numbers_and_is_told_anew()
    {
        var bob = bench.Come("bob");
        var alice = Come();
        bob.Take();
        alice.Walk(1.75, 2.5);
        alice.Walk(2, 2.5);
        alice.Send("""{"type":"SDP_OFFER","payload":{"to":"bob","sdp":"v=0"}}""");
        bob.Walk(1.75, 1.5);
        bench.Tick();
        Person.Seen(alice.Take()).ShouldBe(["bob 1.75,1.5"]);
        bob.Take();

        alice.Drop();
        bob.Send("""{"type":"SDP_ANSWER","payload":{"to":"alice","sdp":"v=1"}}""").Walk(2, 1.5);
        bench.Tick();
        bob.Take().ShouldBeEmpty();
        alice.Connect(Resume(seq: 1));

        var told = alice.Take();
        told.Select(Person.TypeOf).ShouldBe(["CONNECTED", "SDP_ANSWER"]);
        var answer = AnswerIn(told[0]);
        (answer.GetProperty("result").GetString(), answer.GetProperty("received").GetInt32()).ShouldBe(("resumed", 2));
        bench.Tick();
        Person.Seen(alice.Take()).ShouldBe(["bob 2,1.5"]);
        alice.Walk(2.25, 2.5);
        bench.Tick();
        Person.Seen(bob.Take()).ShouldBe(["alice 2.25,2.5"]);
    }

    [Fact]
    public void Others_see_it_leave_when_the_grace_is_over_and_not_before()
    {
        var bob = bench.Come("bob");
        var alice = Come();
        bob.Take();
        alice.Drop();
        Pass(29);
        bob.Take().ShouldBeEmpty();
        Pass(2);
        bob.TakeTypes().ShouldBe(["PEER_LEFT"]);
        bench.Kept.Count.ShouldBe(0);
    }

    [Fact]
    public void Who_connects_anew_meanwhile_takes_the_place()
    {
        var bob = bench.Come("bob");
        var alice = Come();
        bob.Take();
        alice.Drop();
        var again = bench.Come("alice");
        bob.Take().ShouldBeEmpty();

        Pass(40);
        bob.Take().ShouldBeEmpty();
        bench.Kept.Count.ShouldBe(0);
        alice.Connect(Resume(seq: 1));
        AnswerIn(alice.Take()[0]).GetProperty("result").GetString().ShouldBe("rejected");
        again.Closes.ShouldBe([CloseCode.Replaced]);
    }

    [Fact]
    public void A_token_of_another_workspace_resumes_nothing()
    {
        var alice = Come();
        alice.Drop();
        var spy = new Person(bench, "alice") { Workspace = "evil" }.Connect(Resume(seq: 1));
        AnswerIn(spy.Take()[0]).GetProperty("result").GetString().ShouldBe("rejected");
    }

    /// <summary>Alice, who can resume.</summary>
    private Person Come()
    {
        var alice = new Person(bench, "alice").Connect(",\"resume\":\"\"");
        token = AnswerIn(alice.Take().ShouldHaveSingleItem()).GetProperty("token").GetString()!;
        alice.Join().Take();
        return alice;
    }

    private string Resume(int seq) => $",\"resume\":\"{token}\",\"seq\":{seq}";

    private void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            bench.Pass(1);
            bench.Kept.Tick();
        }
    }

    private static JsonElement AnswerIn(string connected) =>
        JsonDocument.Parse(connected).RootElement.GetProperty("payload").GetProperty("resume");
}

using System.Text.Json.Nodes;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>A world that is made again on another node, of what its sessions are remembered by.</summary>
public sealed class MadeAgain
{
    private readonly RulesOffice before = new();
    private readonly RulesOffice after = new();

    [Fact]
    public void Everybody_is_where_it_was_and_holds_what_it_held_and_nobody_is_told()
    {
        var (alice, bob) = (Come("alice"), Come("bob", "Admin"));
        bob.Send("""{"type":"MUTE_USER","payload":{"target_user_id":"alice","duration":600}}""");
        alice.Walk(2.25, 2.75, state: "idle", facing: "west");
        // Time goes on here only, as if the other node's clock were behind.
        before.Bench.Pass(300);
        alice.Send("""{"type":"INTERACT_REQUEST","payload":{"object_id":"chair","action":"sit"}}""");
        var held = LockIn(alice.Take());

        var (alice2, bob2) = (Again(alice), Again(bob));
        alice2.Take().ShouldBeEmpty();
        bob2.Take().ShouldBeEmpty();
        alice2.Session.Tick();
        bob2.Session.Tick();
        after.Bench.Tick();

        Person.Seen(bob2.Take()).ShouldBe(["alice 2.25,2.75"]);
        Person.Error(alice2.Ask("""{"type":"SDP_OFFER","payload":{"to":"bob","sdp":"v=0"}}""").ShouldHaveSingleItem()).ShouldBe("PERMISSION_DENIED muted");
        bob2.Ask("""{"type":"INTERACT_REQUEST","payload":{"object_id":"chair","action":"sit"}}""").ShouldHaveSingleItem().ShouldContain("occupied");
        LockIn(alice2.Ask("""{"type":"INTERACT_REQUEST","payload":{"object_id":"chair","action":"sit"}}""")).ShouldBe(held);
        var next = LockIn(bob2.Ask("""{"type":"INTERACT_REQUEST","payload":{"object_id":"stool","action":"sit"}}"""));
        string.CompareOrdinal(next, held).ShouldBePositive();
    }

    [Fact]
    public void Who_walked_on_while_nobody_took_notice_is_not_put_back()
    {
        var alice = Come("alice");
        alice.Walk(3, 2.5);
        var there = Again(alice);
        there.Walk(9.5, 9.5).ShouldBeEmpty();
        // As far as five seconds allow; from then on as far as anybody.
        there.Walk(1, 1).ShouldBeEmpty();
        there.Walk(9.5, 9.5).ShouldBeEmpty();
        there.Walk(1, 1).ShouldHaveSingleItem().ShouldContain("POSITION_CORRECTION");
        after.Bench.Pass(1);
        there.Walk(9.5, 1).ShouldBeEmpty();
        there.Walk(9.5, 9.5).ShouldHaveSingleItem().ShouldContain("POSITION_CORRECTION");
    }

    [Fact]
    public void It_may_have_come_round_a_corner_and_from_then_on_walls_are_walls()
    {
        var (bench, other) = (new WorldBench(), new WorldBench());
        var alice = new Person(bench, "alice") { IsRemembered = true };
        alice.Connect().Join().Take();
        var there = new Person(other, "alice") { IsRemembered = true }.Restore(StateOf(alice));
        there.Walk(4.5, 0.5).ShouldBeEmpty();
        there.Walk(1.5, 1.5).ShouldHaveSingleItem().ShouldContain("collision");
    }

    [Fact]
    public void Of_two_connections_of_one_user_the_later_counts_whichever_is_opened_again_first()
    {
        var (first, bob) = (Come("alice"), Come("bob"));
        var older = StateOf(first);
        var second = Come("alice");
        foreach (var states in (byte[][][])[[older, StateOf(second)], [StateOf(second), older]])
        {
            var office = new RulesOffice();
            var again = states.Select(s => Again(office, "alice", s)).ToArray();
            var other = Again(office, "bob", StateOf(bob));
            var (late, early) = states[0] == older ? (again[1], again[0]) : (again[0], again[1]);
            foreach (var person in again) person.Session.Tick();
            early.Closes.Distinct().ShouldBe([CloseCode.Replaced]);
            late.Closes.ShouldBeEmpty();
            early.Drop();
            office.Bench.Pass(60);
            late.Take();
            late.Send("""{"type":"SDP_OFFER","payload":{"to":"bob","sdp":"v=0"}}""");
            other.TakeTypes().ShouldBe(["SDP_OFFER"]);
        }
    }

    [Fact]
    public void Steps_are_remembered_once_a_second_and_where_they_end_at_once()
    {
        var alice = Come("alice");
        alice.Walk(2.5, 2.5);
        var states = alice.Connection.States.Count;
        for (var i = 0; i < 30; i++)
        {
            alice.Walk(2.5 + (i % 3 * 0.25), 2.5);
            before.Bench.Tick();
        }

        (alice.Connection.States.Count - states).ShouldBeInRange(1, 3);
        states = alice.Connection.States.Count;
        alice.Walk(3.25, 2.5, state: "idle");
        alice.Connection.States.Count.ShouldBe(states + 1);
        WorldOpening.FromBytes(alice.Connection.States[^1]).Standing!.Place!.X.ShouldBe("3.25");
    }

    [Fact]
    public void A_zone_on_the_media_server_begins_with_P2P_and_says_so()
    {
        var (alice, bob) = (Come("alice"), Come("bob"));
        alice.Change("hall", "meet", 16.5, 5.5);
        bob.Change("hall", "meet", 17.5, 5.5);
        bob.TakeTypes().ShouldNotContain("ERROR");

        foreach (var person in (Person[])[Again(alice), Again(bob)])
        {
            person.Session.Tick();
            var told = person.Take().ShouldHaveSingleItem();
            told.ShouldContain("ZONE_TRANSITIONED");
            told.ShouldContain("P2P_DIRECT");
        }
    }

    [Fact]
    public void Who_lost_the_connection_is_waited_for_there_too()
    {
        var (alice, bob) = (Come("alice"), Come("bob"));
        alice.Drop();
        var there = Again(bob);
        var lost = Again(alice);
        lost.Drop();
        after.Bench.Pass(29);
        there.TakeTypes().ShouldNotContain("PEER_LEFT");
        after.Bench.Pass(2);
        there.TakeTypes().ShouldContain("PEER_LEFT");
    }

    [Fact]
    public void Whose_node_says_that_presence_was_lost_on_the_way_is_told_all_of_the_zone()
    {
        var (alice, bob) = (Come("alice"), Come("bob"));
        bob.Walk(4, 3);
        before.Bench.Tick();
        Person.Seen(alice.Take()).ShouldBe(["bob 4,3"]);
        before.Bench.Tick();
        alice.Take().ShouldBeEmpty();

        ((IMessageHandler)alice.Session).LatestLost();
        before.Bench.Tick();
        Person.Seen(alice.Take()).ShouldBe(["bob 4,3"]);
    }

    private Person Come(string name, string roles = "Member")
    {
        var person = new Person(before.Bench, name) { Roles = roles, IsRemembered = true };
        person.Connect().Join("office").Take();
        return person;
    }

    private static string LockIn(IEnumerable<string> messages) =>
        JsonNode.Parse(messages.Single(m => m.Contains("INTERACT_GRANTED", StringComparison.Ordinal)))!["payload"]!["lock_id"]!.GetValue<string>();

    private Person Again(Person person) => Again(after, person.Name, StateOf(person));

    private static Person Again(RulesOffice office, string name, byte[] state) =>
        new Person(office.Bench, name) { IsRemembered = true }.Restore(state);

    private static byte[] StateOf(Person person) => person.Connection.States[^1];
}

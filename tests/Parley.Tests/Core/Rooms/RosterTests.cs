using Parley.Core.Rooms;
using Parley.Tests.Core.Messages;

namespace Parley.Tests.Core.Rooms;

public sealed class RosterTests
{
    private readonly Roster<Seat> roster = new();
    private readonly RecordingPeer phone = new("phone");
    private readonly RecordingPeer laptop = new("laptop");
    private readonly RecordingPeer bob = new("bob");

    public RosterTests()
    {
        roster.Add(new Seat(phone, "alice")).ShouldBeTrue();
        roster.Add(new Seat(laptop, "alice")).ShouldBeFalse();
        roster.Add(new Seat(bob, "bob")).ShouldBeTrue();
    }

    [Fact]
    public void Members_are_in_the_order_they_came()
    {
        roster.Members.ToArray().Select(m => m.Peer).ShouldBe([phone, laptop, bob]);
        roster.Count.ShouldBe(3);
    }

    [Fact]
    public void A_user_is_gone_with_the_last_of_its_peers()
    {
        roster.Remove(phone, out var last)!.Peer.ShouldBe(phone);
        last.ShouldBeFalse();
        roster.Has("alice").ShouldBeTrue();

        roster.Remove(laptop, out last)!.Peer.ShouldBe(laptop);
        last.ShouldBeTrue();
        roster.Has("alice").ShouldBeFalse();
        roster.Members.ToArray().Select(m => m.Peer).ShouldBe([bob]);
    }

    [Fact]
    public void One_who_is_not_there_can_t_be_removed_or_found()
    {
        var stranger = new RecordingPeer();

        roster.Remove(stranger, out var last).ShouldBeNull();
        last.ShouldBeFalse();
        roster.Find(stranger).ShouldBeNull();
        roster.Find(laptop)!.Peer.ShouldBe(laptop);
        roster.Count.ShouldBe(3);
    }

    [Fact]
    public void All_but_one_are_told()
    {
        roster.DeliverToAll(new Note(), except: laptop);

        phone.Received.Count.ShouldBe(1);
        laptop.Received.ShouldBeEmpty();
        bob.Received.Count.ShouldBe(1);
    }

    [Fact]
    public void Every_peer_of_one_user_is_told_and_nobody_else()
    {
        roster.DeliverTo("alice", new Note()).ShouldBeTrue();
        roster.DeliverTo("alice", new Note(), except: phone).ShouldBeTrue();
        roster.DeliverTo("bob", new Note(), except: bob).ShouldBeFalse();
        roster.DeliverTo("nobody", new Note()).ShouldBeFalse();

        phone.Received.Count.ShouldBe(1);
        laptop.Received.Count.ShouldBe(2);
        bob.Received.ShouldBeEmpty();
    }
}

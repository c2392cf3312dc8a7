using Parley.Core.Messages;
using Parley.Core.Users;

namespace Parley.Tests.Core.Users;

public sealed class WatchingTests
{
    private readonly Town town = new();

    [Fact]
    public void A_watcher_is_told_of_each_change_once()
    {
        var bob = town.Connect("bob", null, "alice");

        var alice = town.Connect("alice");
        bob.Heard().ShouldBe(["alice Available"]);
        alice.Set(UserStatus.Busy);
        bob.Heard().ShouldBe(["alice Busy"]);
        alice.Set(UserStatus.Busy);
        bob.Heard().ShouldBeEmpty();
        alice.Leave(onPurpose: true);
        bob.Heard().ShouldBe(["alice Offline"]);
    }

    [Fact]
    public void A_second_device_that_comes_or_goes_changes_nothing()
    {
        var bob = town.Connect("bob", null, "alice");
        var first = town.Connect("alice");
        bob.Heard();

        var second = town.Connect("alice");
        first.Leave(onPurpose: false);
        bob.Heard().ShouldBeEmpty();

        second.Leave(onPurpose: false);
        bob.Heard().ShouldBe(["alice Offline"]);
    }

    [Fact]
    public void A_contact_that_is_negotiated_with_as_well_is_told_of_once()
    {
        var (alice, bob) = town.Call("n", "bob");
        bob.Set(UserStatus.Busy);
        alice.Heard().ShouldBe(["bob Busy"]);

        bob.Leave(onPurpose: true);
        alice.Heard().ShouldBe(["bob Offline"]);
    }

    [Fact]
    public void A_contact_that_drops_within_a_call_is_lost_and_offline_once()
    {
        var (alice, bob) = town.Call("n", "bob");

        bob.Leave(onPurpose: false);

        alice.Heard().ShouldBe(["bob Offline", "ConnectionLost of bob in n"], ignoreOrder: true);
    }

    [Fact]
    public void One_who_negotiates_watches_without_having_asked()
    {
        var (alice, bob) = town.Call("n");

        bob.Set(UserStatus.Away);

        alice.Heard().ShouldBe(["bob Away"]);
    }

    [Fact]
    public void Several_negotiations_with_one_user_are_no_reason_to_be_told_twice()
    {
        var (alice, bob) = town.Call("n");
        alice.Send(MessageKind.Offer, "bob", "second");
        bob.Send(MessageKind.Offer, "alice", "third");
        alice.Heard();
        bob.Heard();

        bob.Set(UserStatus.Away);
        alice.Heard().ShouldBe(["bob Away"]);

        bob.Leave(onPurpose: true);
        alice.Heard().ShouldBe(["bob Offline"]);
    }

    [Fact]
    public void Each_device_is_told_if_it_leads_a_negotiation()
    {
        var (alice, bob) = town.Call("n");
        var second = town.Connect("alice");
        var third = town.Connect("alice");
        second.Send(MessageKind.Offer, "bob", "second");

        bob.Set(UserStatus.Away);

        alice.Heard().ShouldBe(["bob Away"]);
        second.Heard().ShouldBe(["bob Away"]);
        third.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void Who_hid_during_a_call_and_then_leaves_still_ends_it()
    {
        var (alice, bob) = town.Call("n", "bob");
        bob.Set(UserStatus.Offline);
        alice.Heard().ShouldBe(["bob Offline"]);

        bob.Leave(onPurpose: true);

        alice.Heard().ShouldBe(["bob Offline in n"]);
    }

    [Fact]
    public void Who_no_longer_watches_is_told_nothing()
    {
        var bob = town.Connect("bob", null, "alice");
        town.To("alice", new Unwatch(bob.Peer));

        town.Connect("alice");

        bob.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void Watching_begins_with_how_things_are()
    {
        var watcher = new Resident(town, "watcher");
        town.To("alice", new Watch(watcher.Peer));
        watcher.Heard().ShouldBe(["found alice Offline"]);

        town.Connect("bob").Set(UserStatus.Away);
        town.To("bob", new Watch(watcher.Peer));
        watcher.Heard().ShouldBe(["found bob Away"]);
    }
}

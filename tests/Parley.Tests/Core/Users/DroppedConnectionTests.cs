using Parley.Core.Messages;

namespace Parley.Tests.Core.Users;

public sealed class DroppedConnectionTests
{
    private readonly Town town = new();

    [Fact]
    public void One_who_drops_is_lost_and_then_offline_to_whom_it_negotiates_with()
    {
        var (alice, bob) = town.Call("n");

        bob.Leave(onPurpose: false);

        alice.Heard().ShouldBe(["ConnectionLost of bob in n", "bob Offline"]);
    }

    [Fact]
    public void One_who_leaves_on_purpose_is_only_offline()
    {
        var (alice, bob) = town.Call("n");

        bob.Leave(onPurpose: true);

        alice.Heard().ShouldBe(["bob Offline"]);
    }

    [Fact]
    public void It_is_told_for_each_negotiation_what_was_lost_but_once_who_is_offline()
    {
        var (alice, bob) = town.Call("n");
        alice.Send(MessageKind.Offer, "bob", "second");
        bob.Send(MessageKind.Offer, "alice", "third");
        alice.Heard();

        bob.Leave(onPurpose: false);

        alice.Heard().ShouldBe([
            "ConnectionLost of bob in n", "ConnectionLost of bob in second", "ConnectionLost of bob in third", "bob Offline",
        ]);
    }

    [Fact]
    public void While_it_rings_every_device_that_rings_is_told()
    {
        var (alice, phone, laptop) = (town.Connect("alice"), town.Connect("bob"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");
        phone.Heard();
        laptop.Heard();

        alice.Leave(onPurpose: false);

        phone.Heard().ShouldBe(["ConnectionLost of alice in n", "alice Offline"]);
        laptop.Heard().ShouldBe(["ConnectionLost of alice in n", "alice Offline"]);
    }

    [Fact]
    public void Only_the_device_that_leads_a_negotiation_is_told()
    {
        var (alice, bob) = town.Call("n");
        var other = town.Connect("alice");

        bob.Leave(onPurpose: false);

        alice.Heard().ShouldNotBeEmpty();
        other.Heard().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false, "ConnectionLost of bob in n")]
    [InlineData(true, "bob Offline in n")]
    public void One_device_of_several_that_goes_ends_what_it_led_and_nothing_else(bool onPurpose, string told)
    {
        var (alice, phone) = town.Call("n");
        var laptop = town.Connect("bob");
        laptop.Send(MessageKind.Offer, "alice", "other");
        alice.Heard();

        phone.Leave(onPurpose);
        alice.Heard().ShouldBe([told]);

        laptop.Send(MessageKind.Candidate, "alice", "other");
        alice.Heard().ShouldBe(["Candidate from bob in other"]);
    }

    [Fact]
    public void An_offer_to_one_who_dropped_does_not_time_out_as_well()
    {
        var (alice, bob) = (town.Connect("alice"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");
        bob.Leave(onPurpose: false);
        alice.Heard().ShouldBe(["ConnectionLost of bob in n", "bob Offline"]);

        town.Pass(TimeSpan.FromMinutes(10));

        alice.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void A_negotiation_is_lost_only_once()
    {
        var (alice, bob) = town.Call("n");
        bob.Leave(onPurpose: false);
        alice.Heard();

        bob.Leave(onPurpose: false);
        town.Connect("bob").Leave(onPurpose: false);

        alice.Heard().ShouldBeEmpty();
    }
}

using Parley.Core.Messages;

namespace Parley.Tests.Core.Users;

public sealed class OfferTimeoutTests
{
    private readonly Town town = new();
    private readonly Resident alice;
    private readonly Resident bob;

    public OfferTimeoutTests()
    {
        (alice, bob) = (town.Connect("alice"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");
        bob.Heard();
    }

    [Fact]
    public void An_offer_that_nobody_answers_times_out_once()
    {
        town.Pass(Town.OfferTimeout - TimeSpan.FromMilliseconds(1));
        alice.Heard().ShouldBeEmpty();

        town.Pass(TimeSpan.FromMilliseconds(1));
        alice.Heard().ShouldBe(["SignalTimeout of bob in n"]);

        town.Pass(TimeSpan.FromMinutes(10));
        alice.Heard().ShouldBeEmpty();
        bob.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void An_offer_that_was_answered_does_not()
    {
        town.Pass(Town.OfferTimeout - TimeSpan.FromMilliseconds(1));
        bob.Send(MessageKind.Answer, "alice");
        alice.Heard().ShouldBe(["Answer from bob in n"]);

        town.Pass(TimeSpan.FromMinutes(10));

        alice.Heard().ShouldBeEmpty();
        bob.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void An_offer_within_a_call_times_out_too()
    {
        bob.Send(MessageKind.Answer, "alice");
        town.Pass(TimeSpan.FromMinutes(10));
        alice.Heard();

        bob.Send(MessageKind.Offer, "alice");
        town.Pass(Town.OfferTimeout);

        bob.Heard().ShouldBe(["SignalTimeout of alice in n"]);
    }

    [Fact]
    public void But_the_call_goes_on()
    {
        bob.Send(MessageKind.Answer, "alice");
        bob.Send(MessageKind.Offer, "alice");
        town.Pass(Town.OfferTimeout);
        alice.Heard();
        bob.Heard();

        alice.Leave(onPurpose: false);

        bob.Heard().ShouldBe(["ConnectionLost of alice in n", "alice Offline"]);
    }

    [Fact]
    public void Offering_again_begins_the_time_anew()
    {
        town.Pass(TimeSpan.FromSeconds(20));
        alice.Send(MessageKind.Offer, "bob");
        town.Pass(TimeSpan.FromSeconds(20));
        alice.Heard().ShouldBeEmpty();

        town.Pass(TimeSpan.FromSeconds(10));
        alice.Heard().ShouldBe(["SignalTimeout of bob in n"]);
    }

    [Fact]
    public void Each_offer_has_its_own_time()
    {
        town.Pass(TimeSpan.FromSeconds(10));
        alice.Send(MessageKind.Offer, "bob", "second");

        town.Pass(TimeSpan.FromSeconds(20));
        alice.Heard().ShouldBe(["SignalTimeout of bob in n"]);
        town.Pass(TimeSpan.FromSeconds(9.999));
        alice.Heard().ShouldBeEmpty();
        town.Pass(TimeSpan.FromMilliseconds(1));
        alice.Heard().ShouldBe(["SignalTimeout of bob in second"]);
    }

    [Fact]
    public void Both_sides_forget_a_negotiation_that_timed_out()
    {
        town.Pass(Town.OfferTimeout);
        alice.Heard();

        alice.Leave(onPurpose: false);

        bob.Heard().ShouldBeEmpty();
    }
}

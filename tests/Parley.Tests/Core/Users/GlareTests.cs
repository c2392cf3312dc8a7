using Parley.Core.Messages;

namespace Parley.Tests.Core.Users;

/// <summary>Both sides offer in the same negotiation before either has read the other's offer.</summary>
public sealed class GlareTests
{
    private readonly Town town = new();
    private readonly Resident alice;
    private readonly Resident bob;

    public GlareTests()
    {
        (alice, bob) = (town.Connect("alice"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");
        town.Pass(TimeSpan.FromSeconds(1));
        bob.Send(MessageKind.Offer, "alice");
    }

    [Fact]
    public void Each_gets_the_other_s_offer()
    {
        alice.Heard().ShouldBe(["Offer from bob in n"]);
        bob.Heard().ShouldBe(["Offer from alice in n"]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Once_one_has_answered_neither_offer_times_out(bool aliceAnswers)
    {
        var (polite, impolite) = aliceAnswers ? (alice, bob) : (bob, alice);
        alice.Heard();
        bob.Heard();
        polite.Send(MessageKind.Answer, aliceAnswers ? "bob" : "alice");

        impolite.Heard().ShouldBe([$"Answer from {polite.Peer} in n"]);
        town.Pass(TimeSpan.FromMinutes(10));
        alice.Heard().ShouldBeEmpty();
        bob.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void If_neither_answers_each_is_told_when_its_own_offer_has_run_out()
    {
        alice.Heard();
        bob.Heard();

        town.Pass(Town.OfferTimeout - TimeSpan.FromSeconds(1));
        alice.Heard().ShouldBe(["SignalTimeout of bob in n"]);
        bob.Heard().ShouldBeEmpty();

        town.Pass(TimeSpan.FromSeconds(1));
        bob.Heard().ShouldBe(["SignalTimeout of alice in n"]);
        town.Pass(TimeSpan.FromMinutes(10));
        alice.Heard().ShouldBeEmpty();
        bob.Heard().ShouldBeEmpty();
    }
}

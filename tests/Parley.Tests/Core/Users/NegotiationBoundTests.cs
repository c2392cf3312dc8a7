using Parley.Core.Messages;

namespace Parley.Tests.Core.Users;

public sealed class NegotiationBoundTests
{
    private readonly Town town = new();

    [Fact]
    public void A_user_has_at_most_256_negotiations_and_the_oldest_is_forgotten_first()
    {
        var (alice, bob) = (town.Connect("alice"), town.Connect("bob"));
        for (var i = 0; i < 300; i++) alice.Send(MessageKind.Offer, "bob", $"n{i}");

        town.Pass(Town.OfferTimeout);

        alice.Heard().ShouldBe(Enumerable.Range(44, 256).Select(i => $"SignalTimeout of bob in n{i}"));
        bob.Heard().Count().ShouldBe(300);
    }

    [Fact]
    public void The_receiver_s_are_bounded_too()
    {
        var bob = town.Connect("bob");
        var callers = Enumerable.Range(0, 300).Select(i => town.Connect($"caller{i}")).ToList();
        foreach (var caller in callers) caller.Send(MessageKind.Offer, "bob");

        bob.Leave(onPurpose: false);

        callers.Count(c => c.Heard().Any()).ShouldBe(256);
    }

    [Fact]
    public void Strangers_do_not_make_a_user_forget_its_calls()
    {
        var (alice, bob) = town.Call("call");
        var stranger = town.Connect("stranger");
        for (var i = 0; i < 1000; i++) stranger.Send(MessageKind.Offer, "bob", $"n{i}");
        bob.Heard();

        alice.Leave(onPurpose: false);

        bob.Heard().ShouldBe(["ConnectionLost of alice in call", "alice Offline"]);
    }

    [Fact]
    public void Offering_again_in_a_negotiation_counts_once()
    {
        var (alice, bob) = (town.Connect("alice"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob", "first");
        for (var i = 0; i < 300; i++) alice.Send(MessageKind.Offer, "bob", "second");
        bob.Heard();

        bob.Leave(onPurpose: false);

        alice.Heard().ShouldBe(["ConnectionLost of bob in first", "ConnectionLost of bob in second", "bob Offline"]);
    }
}

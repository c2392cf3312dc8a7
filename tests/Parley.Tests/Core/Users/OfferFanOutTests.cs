using Parley.Core.Messages;

namespace Parley.Tests.Core.Users;

public sealed class OfferFanOutTests
{
    private readonly Town town = new();

    [Fact]
    public void An_offer_rings_on_every_device_of_the_receiver()
    {
        var (alice, phone, laptop) = (town.Connect("alice"), town.Connect("bob"), town.Connect("bob"));
        var carol = town.Connect("carol");

        alice.Send(MessageKind.Offer, "bob");

        phone.Heard().ShouldBe(["Offer from alice in n"]);
        laptop.Heard().ShouldBe(["Offer from alice in n"]);
        alice.Heard().ShouldBeEmpty();
        carol.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void Until_one_has_answered_all_get_the_candidates_too()
    {
        var (alice, phone, laptop) = (town.Connect("alice"), town.Connect("bob"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");
        alice.Send(MessageKind.Candidate, "bob");
        alice.Send(MessageKind.EndOfCandidates, "bob");

        string[] all = ["Offer from alice in n", "Candidate from alice in n", "EndOfCandidates from alice in n"];
        phone.Heard().ShouldBe(all);
        laptop.Heard().ShouldBe(all);
    }

    [Fact]
    public void The_event_on_every_device_is_the_very_same_one()
    {
        var (alice, phone, laptop) = (town.Connect("alice"), town.Connect("bob"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");

        phone.Peer.Received.ShouldHaveSingleItem().ShouldBeSameAs(laptop.Peer.Received.ShouldHaveSingleItem());
    }

    [Fact]
    public void What_one_client_sends_arrives_in_the_order_sent()
    {
        var (alice, bob) = (town.Connect("alice"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob", "0");
        for (var i = 1; i < 200; i++) alice.Send(MessageKind.Candidate, "bob", $"{i}");

        bob.Heard().ShouldBe(["Offer from alice in 0", .. Enumerable.Range(1, 199).Select(i => $"Candidate from alice in {i}")]);
    }
}

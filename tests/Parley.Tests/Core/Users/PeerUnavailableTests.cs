using Parley.Core.Messages;
using Parley.Core.Metrics;

namespace Parley.Tests.Core.Users;

public sealed class PeerUnavailableTests
{
    private readonly Town town = new();

    [Theory]
    [InlineData(MessageKind.Offer)]
    [InlineData(MessageKind.Answer)]
    [InlineData(MessageKind.Candidate)]
    public void The_sender_is_told_that_the_receiver_is_not_there(MessageKind kind)
    {
        var (alice, other) = (town.Connect("alice"), town.Connect("alice"));
        alice.Send(kind, "bob");

        alice.Heard().First().ShouldBe("PeerUnavailable of bob in n");
        other.Heard().ShouldNotContain(told => told.StartsWith("PeerUnavailable", StringComparison.Ordinal));
        town.Metrics.CountDropped(DropReason.PeerUnavailable).ShouldBe(1);
    }

    [Fact]
    public void The_offer_does_not_time_out_as_well()
    {
        var alice = town.Connect("alice");
        alice.Send(MessageKind.Offer, "bob");
        alice.Heard().ShouldBe(["PeerUnavailable of bob in n"]);

        town.Pass(TimeSpan.FromMinutes(10));

        alice.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void One_who_is_only_watched_is_not_there_either()
    {
        var alice = town.Connect("alice", null, "bob");

        alice.Send(MessageKind.Offer, "bob");

        alice.Heard().ShouldBe(["PeerUnavailable of bob in n"]);
    }

    [Fact]
    public void A_receiver_that_comes_later_can_be_offered_to_again()
    {
        var alice = town.Connect("alice");
        alice.Send(MessageKind.Offer, "bob");
        alice.Heard();

        var bob = town.Connect("bob");
        alice.Send(MessageKind.Offer, "bob");

        bob.Heard().ShouldBe(["Offer from alice in n"]);
        alice.Heard().ShouldBeEmpty();
    }
}

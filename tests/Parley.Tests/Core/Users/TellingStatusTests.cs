using Parley.Core.Users;

namespace Parley.Tests.Core.Users;

/// <summary>A status that is meant for one user.</summary>
public sealed class TellingStatusTests
{
    private readonly Town town = new();

    [Fact]
    public void It_reaches_every_device_of_that_user_and_nobody_else()
    {
        var (alice, phone, laptop) = (town.Connect("alice"), town.Connect("bob"), town.Connect("bob"));
        var carol = town.Connect("carol", null, "alice");

        Tell(alice, "bob", null);

        phone.Heard().ShouldBe(["alice Busy"]);
        laptop.Heard().ShouldBe(["alice Busy"]);
        carol.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void Within_a_negotiation_it_reaches_the_device_that_leads_it()
    {
        var (alice, bob) = town.Call("n");
        var other = town.Connect("alice");

        Tell(bob, "alice", "n", from: "bob");

        alice.Heard().ShouldBe(["bob Busy in n"]);
        other.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void One_who_is_not_there_is_unavailable()
    {
        var alice = town.Connect("alice");

        Tell(alice, "bob", null);

        alice.Heard().ShouldBe(["PeerUnavailable of bob in "]);
        town.Mailboxes.ShouldBe(1);
    }

    private void Tell(Resident teller, string to, string? negotiation, string from = "alice") => town.To(
        to,
        new TellStatus(
            new StatusChanged(new UserPresence(from, UserStatus.Busy, null)) { Negotiation = negotiation, Receiver = to },
            teller.Peer));
}

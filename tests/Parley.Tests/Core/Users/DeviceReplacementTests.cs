using Parley.Core.Messages;
using Parley.Core.Users;

namespace Parley.Tests.Core.Users;

public sealed class DeviceReplacementTests
{
    private readonly Town town = new();

    [Fact]
    public void A_newer_connection_of_the_same_device_closes_the_older_one_with_4409()
    {
        var older = town.Connect("alice", "phone");
        var other = town.Connect("alice", "laptop");
        var unnamed = town.Connect("alice");

        town.Connect("alice", "phone");

        older.Peer.Closes.ShouldBe([CloseCode.Replaced]);
        other.Peer.Closes.ShouldBeEmpty();
        unnamed.Peer.Closes.ShouldBeEmpty();
    }

    [Fact]
    public void Devices_without_a_name_never_replace_each_other()
    {
        var first = town.Connect("alice");
        town.Connect("alice");

        first.Peer.Closes.ShouldBeEmpty();
    }

    [Fact]
    public void The_newer_connection_goes_on_with_what_the_older_one_led()
    {
        var (phone, laptop, bob) = (town.Connect("alice", "phone"), town.Connect("alice", "laptop"), town.Connect("bob"));
        phone.Send(MessageKind.Offer, "bob");
        bob.Send(MessageKind.Answer, "alice");
        bob.Heard();
        laptop.Heard();

        var newer = town.Connect("alice", "phone");
        bob.Send(MessageKind.Candidate, "alice");
        newer.Send(MessageKind.Candidate, "bob");

        newer.Heard().ShouldBe(["Candidate from bob in n"]);
        laptop.Heard().ShouldBeEmpty();
        bob.Heard().ShouldBe(["Candidate from alice in n"]);
    }

    [Fact]
    public void An_offer_that_waits_waits_on_for_the_newer_connection()
    {
        var (phone, _) = (town.Connect("alice", "phone"), town.Connect("bob"));
        phone.Send(MessageKind.Offer, "bob");
        var newer = town.Connect("alice", "phone");

        town.Pass(Town.OfferTimeout);

        newer.Heard().ShouldBe(["SignalTimeout of bob in n"]);
    }

    [Fact]
    public void Nobody_is_told_that_the_user_went_or_came()
    {
        var (alice, bob) = (town.Connect("alice", "phone"), town.Connect("bob", null, "alice"));
        alice.Set(UserStatus.Busy);
        alice.Send(MessageKind.Offer, "bob");
        bob.Heard();

        town.Connect("alice", "phone");
        alice.Leave(onPurpose: false);

        bob.Heard().ShouldBeEmpty();
        var late = new Resident(town, "late");
        town.To("alice", new Watch(late.Peer));
        late.Heard().ShouldBe(["found alice Busy"]);
    }

    [Fact]
    public void What_the_older_connection_still_sends_goes_nowhere()
    {
        var (older, bob) = (town.Connect("alice", "phone"), town.Connect("bob", null, "alice"));
        var newer = town.Connect("alice", "phone");
        bob.Heard();

        older.Send(MessageKind.Offer, "bob");
        older.Set(UserStatus.Away);

        bob.Heard().ShouldBeEmpty();
        newer.Leave(onPurpose: true);
        older.Set(UserStatus.Available);
        bob.Heard().ShouldBe(["alice Offline"]);
        town.Connect("alice", "phone");
        bob.Heard().ShouldBe(["alice Available"]);
    }
}

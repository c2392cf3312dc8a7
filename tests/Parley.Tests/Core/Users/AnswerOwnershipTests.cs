using Parley.Core.Messages;
using Parley.Core.Metrics;

namespace Parley.Tests.Core.Users;

public sealed class AnswerOwnershipTests
{
    private readonly Town town = new();
    private readonly Resident alice;
    private readonly Resident tablet;
    private readonly Resident phone;
    private readonly Resident laptop;

    public AnswerOwnershipTests()
    {
        (alice, tablet) = (town.Connect("alice"), town.Connect("alice"));
        (phone, laptop) = (town.Connect("bob"), town.Connect("bob"));
        alice.Send(MessageKind.Offer, "bob");
        phone.Heard();
        laptop.Heard();
    }

    [Fact]
    public void The_first_to_answer_has_the_negotiation_and_the_others_are_told()
    {
        phone.Send(MessageKind.Answer, "alice");

        alice.Heard().ShouldBe(["Answer from bob in n"]);
        laptop.Heard().ShouldBe(["answered elsewhere in n"]);
        phone.Heard().ShouldBeEmpty();
        tablet.Heard().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(MessageKind.Offer)]
    [InlineData(MessageKind.Candidate)]
    [InlineData(MessageKind.EndOfCandidates)]
    [InlineData(MessageKind.Signal)]
    public void Later_signals_go_to_the_owner_alone(MessageKind kind)
    {
        phone.Send(MessageKind.Answer, "alice");
        laptop.Heard();

        alice.Send(kind, "bob");

        phone.Heard().ShouldBe([$"{kind} from alice in n"]);
        laptop.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void A_second_device_s_answer_goes_nowhere()
    {
        phone.Send(MessageKind.Answer, "alice");
        alice.Heard();
        laptop.Heard();

        laptop.Send(MessageKind.Answer, "alice");
        laptop.Send(MessageKind.Candidate, "alice");

        alice.Heard().ShouldBeEmpty();
        phone.Heard().ShouldBeEmpty();
        laptop.Heard().ShouldBeEmpty();
        town.Metrics.CountDropped(DropReason.AnsweredElsewhere).ShouldBe(2);
    }

    [Fact]
    public void While_it_rings_every_device_may_send_candidates()
    {
        laptop.Send(MessageKind.Candidate, "alice");
        phone.Send(MessageKind.Candidate, "alice");

        alice.Heard().ShouldBe(["Candidate from bob in n", "Candidate from bob in n"]);
    }

    [Fact]
    public void The_device_that_offered_owns_the_caller_s_side()
    {
        tablet.Send(MessageKind.Candidate, "bob");
        phone.Send(MessageKind.Candidate, "alice");

        phone.Heard().ShouldBeEmpty();
        alice.Heard().ShouldBe(["Candidate from bob in n"]);
        tablet.Heard().ShouldBeEmpty();
    }

    [Fact]
    public void Another_negotiation_with_the_same_user_may_have_another_owner()
    {
        phone.Send(MessageKind.Answer, "alice");
        laptop.Heard();
        alice.Send(MessageKind.Offer, "bob", "second");
        laptop.Send(MessageKind.Answer, "alice", "second");
        phone.Heard().ShouldBe(["Offer from alice in second", "answered elsewhere in second"]);
        laptop.Heard().ShouldBe(["Offer from alice in second"]);

        alice.Send(MessageKind.Candidate, "bob", "n");
        alice.Send(MessageKind.Candidate, "bob", "second");

        phone.Heard().ShouldBe(["Candidate from alice in n"]);
        laptop.Heard().ShouldBe(["Candidate from alice in second"]);
    }

    [Fact]
    public void A_signal_that_names_no_negotiation_belongs_to_the_latest_with_that_user()
    {
        phone.Send(MessageKind.Answer, "alice");
        laptop.Heard();

        alice.Send(MessageKind.Candidate, "bob", null);

        phone.Heard().ShouldBe(["Candidate from alice in "]);
        laptop.Heard().ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_devices_that_answer_at_the_same_time_one_wins()
    {
        var devices = Enumerable.Range(0, 4).Select(_ => town.Connect("carol")).ToList();
        for (var round = 0; round < 200; round++)
        {
            var negotiation = $"race{round}";
            alice.Send(MessageKind.Offer, "carol", negotiation);
            alice.Heard();
            foreach (var device in devices) device.Heard();

            await Task.WhenAll(devices.Select(d => Task.Run(() => d.Send(MessageKind.Answer, "alice", negotiation))));

            alice.Heard().ShouldBe([$"Answer from carol in {negotiation}"]);
            devices.Count(d => d.Heard().SequenceEqual([$"answered elsewhere in {negotiation}"])).ShouldBe(3);
        }
    }
}

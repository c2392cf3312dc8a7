using Parley.Core.Messages;
using Parley.Core.Users;

namespace Parley.Tests.Core.Users;

public sealed class MailboxLifeTests
{
    private readonly Town town = new();

    [Fact]
    public void When_all_are_gone_no_mailbox_is_left()
    {
        var (alice, bob) = town.Call("n", "bob");
        town.Mailboxes.ShouldBe(2);

        alice.Leave(onPurpose: false);
        town.To("bob", new Unwatch(alice.Peer));
        town.Mailboxes.ShouldBe(1);
        bob.Leave(onPurpose: true);

        town.Mailboxes.ShouldBe(0);
    }

    [Fact]
    public void A_mailbox_lives_while_somebody_watches_it()
    {
        var bob = town.Connect("bob", null, "alice");
        town.Mailboxes.ShouldBe(2);

        town.To("alice", new Unwatch(bob.Peer));

        town.Mailboxes.ShouldBe(1);
    }

    [Fact]
    public void What_is_sent_to_nobody_leaves_no_mailbox()
    {
        var alice = town.Connect("alice");
        alice.Send(MessageKind.Offer, "nobody");
        alice.Send(MessageKind.Candidate, "nobody else");
        town.To("somebody", new Detach(Town.Stranger(), OnPurpose: false));
        town.To("somebody", new SetStatus(UserStatus.Away, Town.Stranger()));
        town.To("somebody", new Unwatch(Town.Stranger()));

        town.Mailboxes.ShouldBe(1);
    }

    [Fact]
    public void A_status_set_by_one_who_is_not_a_device_of_the_user_is_ignored()
    {
        var bob = town.Connect("bob", null, "alice");

        town.To("alice", new SetStatus(UserStatus.Away, Town.Stranger()));

        bob.Heard().ShouldBeEmpty();
    }

    [Fact]
    public async Task Users_that_come_call_and_go_on_many_threads_leave_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                // Everybody shares five names, so that mailboxes come and go while others use them.
                var (me, you) = ($"u{(i + thread) % 5}", $"u{(i * 3 + thread) % 5}");
                var device = town.Connect(me, $"device{thread}", you);
                device.Send(MessageKind.Offer, you, $"{thread} {i}");
                device.Send(MessageKind.Candidate, you, $"{thread} {i}");
                device.Set(UserStatus.Busy);
                device.Leave(onPurpose: i % 2 == 0);
                town.To(you, new Unwatch(device.Peer));
            }
        })));

        town.Mailboxes.ShouldBe(0);
    }
}

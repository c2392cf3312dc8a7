using System.Globalization;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

public sealed class OutboxBlockedTests
{
    [Fact]
    public void A_reader_that_does_not_read_does_not_stop_those_who_write_to_it()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();

        // All of it on this very thread, which would stand still if the outbox did.
        for (var i = 0; i < 500; i++) probe.Put(i.ToString(CultureInfo.InvariantCulture)).ShouldBe([true]);

        probe.Outbox.Depth.ShouldBe(500);
        probe.Sender.Sends.Count.ShouldBe(1);
    }

    [Fact]
    public void Once_it_reads_again_everything_comes_in_order()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();
        var texts = Enumerable.Range(0, 500).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        foreach (var text in texts) probe.Put(text);

        probe.Sender.Resume();
        probe.Put("more");

        probe.Sender.Texts.ShouldBe([.. texts, "more"]);
        probe.Outbox.Depth.ShouldBe(0);
        probe.Ends.ShouldBeEmpty();
    }

    [Fact]
    public void One_blocked_reader_does_not_hold_up_another_in_the_same_batch()
    {
        var blocked = new OutboxProbe();
        var other = new OutboxProbe();
        blocked.Sender.Hold();
        FlushBatch.Run((blocked, other), static s =>
        {
            s.blocked.Put("a");
            s.other.Put("b");
        });

        other.Sender.Texts.ShouldBe(["b"]);
    }
}

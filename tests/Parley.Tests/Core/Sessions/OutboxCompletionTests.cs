using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

public sealed class OutboxCompletionTests
{
    [Fact]
    public void The_close_frame_goes_after_what_waits()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();
        probe.Put("a");
        probe.Put("b");
        probe.Complete(CloseCode.GoingAway);
        probe.Ends.ShouldBeEmpty();

        probe.Sender.Resume();

        var last = probe.Sender.Sends[1];
        TestFrames.TextOf(last[0]).ShouldBe("b");
        TestFrames.CloseCodeOf(last[1]).ShouldBe((int)CloseCode.GoingAway);
        probe.Ends.ShouldBe([OutboxEnd.Closed]);
    }

    [Fact]
    public void Nothing_is_taken_after_the_close_frame()
    {
        var probe = new OutboxProbe();
        probe.Complete();

        probe.Put("late").ShouldBe([false]);
        probe.Sender.Sends.ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public void Only_the_first_close_frame_is_sent()
    {
        var probe = new OutboxProbe();
        FlushBatch.Run(probe, static p =>
        {
            p.Complete(CloseCode.Replaced);
            p.Complete(CloseCode.Normal);
        });

        TestFrames.CloseCodeOf(probe.Sender.Sends.ShouldHaveSingleItem().ShouldHaveSingleItem())
            .ShouldBe((int)CloseCode.Replaced);
        probe.Ends.ShouldBe([OutboxEnd.Closed]);
    }

    [Fact]
    public void A_full_outbox_still_takes_the_close_frame()
    {
        var probe = new OutboxProbe(messages: 2);
        probe.Sender.Hold();
        probe.Put("flushing");
        probe.Put("waiting");
        probe.Complete();

        probe.Sender.Resume();

        probe.Sender.Sends.Sum(f => f.Count).ShouldBe(3);
        probe.Ends.ShouldBe([OutboxEnd.Closed]);
    }
}

using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

public sealed class FlushBatchTests
{
    [Fact]
    public void Only_the_outermost_batch_flushes()
    {
        var probe = new OutboxProbe();
        FlushBatch.Run(probe, static p =>
        {
            p.Put("inner");
            p.Sender.Sends.ShouldBeEmpty();
            p.Put("inner too");
            p.Sender.Sends.ShouldBeEmpty();
        });

        probe.Sender.Sends.ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public void Work_that_fails_still_flushes_what_it_filled()
    {
        var probe = new OutboxProbe();
        Should.Throw<InvalidOperationException>(() => FlushBatch.Run(probe, static p =>
        {
            p.Put("a");
            throw new InvalidOperationException("on purpose");
        }));
        probe.Sender.Texts.ShouldBe(["a"]);

        // The batch is over: the next one flushes by itself.
        probe.Put("b");
        probe.Sender.Texts.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void What_flushing_fills_is_flushed_in_the_same_batch()
    {
        var second = new OutboxProbe();
        var first = new Outbox(
            new RecordingSender { Alive = false }, new OutboxLimits(), (_, _) => second.Outbox.TryPut(TestFrames.Text("then")));

        FlushBatch.Run(first, static o => o.TryPut(TestFrames.Text("first")));

        second.Sender.Texts.ShouldBe(["then"]);
    }

    [Theory]
    [InlineData(256, 1)]
    [InlineData(2, 32 * 1024)]
    public void Many_messages_are_flushed_before_the_end_however_many_reads_they_came_by(int messages, int bytes)
    {
        var probe = new OutboxProbe();
        FlushBatch.Begin();
        for (var i = 1; i < messages; i++) Take();
        probe.Sender.Sends.ShouldBeEmpty();

        Take();
        probe.Sender.Sends.ShouldHaveSingleItem().Count.ShouldBe(messages);

        Take();
        probe.Sender.Sends.Count.ShouldBe(1);
        FlushBatch.End();
        probe.Sender.Sends.Count.ShouldBe(2);

        void Take()
        {
            probe.Outbox.TryPut(TestFrames.Text("a")).ShouldBeTrue();
            FlushBatch.Count(bytes);
        }
    }

    [Fact]
    public async Task Without_a_batch_it_is_flushed_soon()
    {
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writer = new RecordingSender();
        var outbox = new Outbox(writer, new OutboxLimits(), (_, _) => closed.SetResult());
        outbox.TryPut(TestFrames.Text("a")).ShouldBeTrue();
        outbox.Complete(CloseFrame.Of(CloseCode.Normal, ""));
        await closed.Task;

        writer.Texts.First().ShouldBe("a");
    }

    [Fact]
    public void Each_outbox_is_flushed_once_however_often_it_was_filled()
    {
        var probes = Enumerable.Range(0, 25).Select(_ => new OutboxProbe()).ToList();
        FlushBatch.Run(probes, static all =>
        {
            for (var i = 0; i < 10; i++)
            {
                foreach (var probe in all) probe.Put("x");
            }
        });

        foreach (var probe in probes) probe.Sender.Sends.ShouldHaveSingleItem().Count.ShouldBe(10);
    }
}

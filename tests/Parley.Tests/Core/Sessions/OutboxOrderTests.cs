using System.Globalization;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

public sealed class OutboxOrderTests
{
    [Fact]
    public void What_is_put_first_is_sent_first()
    {
        var probe = new OutboxProbe();
        probe.Put("a", "b", "c").ShouldBe([true, true, true]);
        probe.Put("d");

        probe.Sender.Texts.ShouldBe(["a", "b", "c", "d"]);
        probe.Outbox.Depth.ShouldBe(0);
    }

    [Fact]
    public void The_order_survives_a_ring_that_wraps_and_grows()
    {
        var probe = new OutboxProbe();
        var expected = new List<string>();
        var next = 0;
        foreach (var howMany in (int[])[1, 3, 2, 5, 8, 7, 40, 1, 100, 3, 9])
        {
            var texts = Enumerable.Range(next, howMany).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
            next += howMany;
            expected.AddRange(texts);
            probe.Put(texts);
        }

        probe.Sender.Texts.ShouldBe(expected);
    }

    [Fact]
    public async Task Each_thread_s_frames_keep_their_order_among_those_of_others()
    {
        const int threads = 4;
        const int each = 5000;
        var writer = new RecordingSender();
        var closed = new TaskCompletionSource<OutboxEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        var outbox = new Outbox(
            writer, new OutboxLimits(int.MaxValue, int.MaxValue), (_, how) => closed.TrySetResult(how));

        await Task.WhenAll(Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
            {
                // Half of them in batches and half without, as both happen.
                var frame = TestFrames.Text($"{thread} {i}");
                if (i % 2 == 0) outbox.TryPut(frame).ShouldBeTrue();
                else FlushBatch.Run((outbox, frame), static s => s.outbox.TryPut(s.frame).ShouldBeTrue());
            }
        })));
        outbox.Complete(CloseFrame.Of(CloseCode.Normal, ""));
        (await closed.Task).ShouldBe(OutboxEnd.Closed);

        var frames = writer.Texts.SkipLast(1).Select(t => t.Split(' ')).ToList();
        frames.Count.ShouldBe(threads * each);
        foreach (var ofOne in frames.GroupBy(f => f[0]))
        {
            ofOne.Select(f => int.Parse(f[1], CultureInfo.InvariantCulture))
                .SequenceEqual(Enumerable.Range(0, each)).ShouldBeTrue($"thread {ofOne.Key}");
        }
    }
}

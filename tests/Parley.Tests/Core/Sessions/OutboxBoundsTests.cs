using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

public sealed class OutboxBoundsTests
{
    [Fact]
    public void More_messages_than_may_wait_end_it_with_4503()
    {
        var probe = new OutboxProbe(messages: 4);
        probe.Sender.Hold();
        probe.Put("on its way, and counted until it has gone");

        probe.Put("a", "b", "c", "d", "e").ShouldBe([true, true, true, false, false]);

        probe.Ends.ShouldBe([OutboxEnd.TooSlow]);
        probe.Outbox.Depth.ShouldBe(1);
        probe.Sender.Resume();
        probe.Sender.Sends.Count.ShouldBe(2);
        TestFrames.CloseCodeOf(probe.Sender.Sends[1].ShouldHaveSingleItem()).ShouldBe((int)CloseCode.TooSlow);
        probe.Ends.ShouldBe([OutboxEnd.TooSlow, OutboxEnd.Closed]);
    }

    [Fact]
    public void More_bytes_than_may_wait_end_it_with_4503()
    {
        var probe = new OutboxProbe(bytes: 36);
        probe.Sender.Hold();
        probe.Put("on its way");

        // Each is ten bytes and two of header.
        probe.Put("0123456789", "0123456789", "").ShouldBe([true, true, false]);

        probe.Ends.ShouldBe([OutboxEnd.TooSlow]);
        probe.Sender.Resume();
        TestFrames.CloseCodeOf(probe.Sender.Sends[1].ShouldHaveSingleItem()).ShouldBe((int)CloseCode.TooSlow);
    }

    [Fact]
    public void What_has_been_sent_no_longer_counts()
    {
        var probe = new OutboxProbe(messages: 3, bytes: 24);
        for (var i = 0; i < 100; i++) probe.Put("0123456789", "0123456789").ShouldBe([true, true]);

        probe.Ends.ShouldBeEmpty();
        probe.Sender.Texts.Count().ShouldBe(200);
    }

    [Fact]
    public void The_defaults_are_1000_messages_and_1_MiB()
    {
        var limits = new OutboxLimits();

        limits.Messages.ShouldBe(1000);
        limits.Bytes.ShouldBe(1_048_576);
    }

    [Fact]
    public void What_waited_for_a_reader_too_slow_is_not_held_any_more()
    {
        var probe = new OutboxProbe(messages: 11);
        probe.Sender.Hold();
        probe.Put("flushing");
        var waiting = PutRemembered(probe, 10);
        probe.Ends.ShouldBeEmpty();
        AliveAfterCollection(waiting).ShouldBe(10);

        probe.Put("one too many").ShouldBe([false]);

        AliveAfterCollection(waiting).ShouldBe(0);
        GC.KeepAlive(probe);
    }

    [Fact]
    public void What_was_sent_is_not_held_any_more_either()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();
        probe.Put("flushing");
        var sent = PutRemembered(probe, 5);

        probe.Sender.Resume();

        probe.Outbox.Depth.ShouldBe(0);
        AliveAfterCollection(sent).ShouldBe(0);
        GC.KeepAlive(probe);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static List<WeakReference> PutRemembered(OutboxProbe probe, int count)
    {
        var remembered = new List<WeakReference>();
        for (var i = 0; i < count; i++)
        {
            var frame = TestFrames.Text(new string('x', 100));
            MemoryMarshal.TryGetArray(frame.Bytes, out var array).ShouldBeTrue();
            remembered.Add(new WeakReference(array.Array));
            probe.Outbox.TryPut(frame).ShouldBeTrue();
        }

        return remembered;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AliveAfterCollection(List<WeakReference> remembered)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return remembered.Count(r => r.IsAlive);
    }
}

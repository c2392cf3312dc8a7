namespace Parley.Tests.Core.Sessions;

public sealed class OutboxCoalescingTests
{
    [Fact]
    public void A_burst_is_one_flush()
    {
        var probe = new OutboxProbe();
        probe.Put("a", "b", "c");

        probe.Sender.Sends.Count.ShouldBe(1);
        probe.Sender.Sends[0].Count.ShouldBe(3);
    }

    [Fact]
    public void What_came_while_a_flush_waited_goes_with_the_next_one()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();
        probe.Put("a");
        probe.Put("b");
        probe.Put("c", "d");
        probe.Sender.Sends.Count.ShouldBe(1);

        probe.Sender.Resume();

        probe.Sender.Sends.Count.ShouldBe(2);
        probe.Sender.Texts.ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public void A_flush_takes_about_64_KiB_so_that_a_slow_reader_is_noticed_early()
    {
        var probe = new OutboxProbe();
        var text = new string('x', 1000);
        probe.Put([.. Enumerable.Repeat(text, 200)]);

        probe.Sender.Sends.Count.ShouldBe(4);
        probe.Sender.Sends.Sum(f => f.Count).ShouldBe(200);
        foreach (var flush in probe.Sender.Sends) flush.Sum(f => f.Length).ShouldBeLessThan(65 * 1024);
    }
}

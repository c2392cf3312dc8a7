using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

public sealed class OutboxEndingTests
{
    [Fact]
    public void A_connection_that_takes_nothing_any_more_ends_it()
    {
        var probe = new OutboxProbe();
        probe.Sender.Alive = false;
        probe.Put("a");

        probe.Ends.ShouldBe([OutboxEnd.Gone]);
        probe.Put("b").ShouldBe([false]);
        probe.Sender.Texts.ShouldBe(["a"]);
        probe.Outbox.Depth.ShouldBe(0);
    }

    [Fact]
    public void A_connection_that_goes_while_it_is_full_ends_it()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();
        probe.Put("a");
        probe.Put("b", "c");

        probe.Sender.Alive = false;
        probe.Sender.Resume();

        probe.Ends.ShouldBe([OutboxEnd.Gone]);
        probe.Outbox.Depth.ShouldBe(0);
        probe.Sender.Texts.ShouldBe(["a"]);
    }

    [Fact]
    public void What_is_discarded_is_never_sent()
    {
        var probe = new OutboxProbe();
        probe.Sender.Hold();
        probe.Put("a");
        probe.Put("b");

        probe.Outbox.Discard();
        probe.Sender.Resume();

        probe.Sender.Texts.ShouldBe(["a"]);
        probe.Put("c").ShouldBe([false]);
        probe.Outbox.Depth.ShouldBe(0);
    }
}

using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

public sealed class MessageSizeTests
{
    private readonly ReaderProbe probe = new(maxMessageBytes: 1000);

    [Fact]
    public void A_message_may_be_as_large_as_the_limit()
    {
        probe.Feed(ClientFrame.Binary(new byte[1000])).Read.Count.ShouldBe(1);
        probe.Fault.ShouldBeNull();
    }

    [Fact]
    public void A_larger_one_is_refused_by_its_header_before_any_of_it_came()
    {
        probe.Feed(ClientFrame.Header(FrameOpcode.Binary, 1001)).Fault.ShouldBe(CloseCode.MessageTooBig);
        probe.MostHeld.ShouldBe(0);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData((ulong)long.MaxValue)]
    public void However_large_it_says_to_be(ulong length)
    {
        probe.Feed(ClientFrame.Header(FrameOpcode.Binary, length)).Fault.ShouldBe(CloseCode.MessageTooBig);
    }

    [Fact]
    public void Fragments_together_may_be_as_large_as_the_limit()
    {
        probe.Feed(ClientFrame.Binary(new byte[600], final: false), ClientFrame.Continuation(new byte[400]));

        probe.Read.Count.ShouldBe(1);
        probe.Fault.ShouldBeNull();
    }

    [Fact]
    public void Fragments_that_add_up_to_more_are_refused_by_the_header_of_the_one_too_many()
    {
        probe.Feed(ClientFrame.Binary(new byte[600], final: false));
        probe.Fault.ShouldBeNull();

        probe.Feed(ClientFrame.Header(FrameOpcode.Continuation, 401, final: false));

        probe.Fault.ShouldBe(CloseCode.MessageTooBig);
    }

    [Fact]
    public void Messages_one_after_another_do_not_add_up()
    {
        for (var i = 0; i < 5; i++)
        {
            probe.Feed(ClientFrame.Binary(new byte[600], final: false), ClientFrame.Continuation(new byte[400]));
            probe.Feed(ClientFrame.Binary(new byte[1000]));
        }

        probe.Read.Count.ShouldBe(10);
    }

    [Fact]
    public void Memory_grows_with_what_has_come_and_not_with_what_was_announced()
    {
        var large = new ReaderProbe(maxMessageBytes: 1024 * 1024);
        large.Feed(ClientFrame.Header(FrameOpcode.Binary, 1024 * 1024), new byte[100]);

        large.MostHeld.ShouldBeInRange(100, 1000);
    }

    [Fact]
    public void Between_messages_nothing_is_held()
    {
        probe.Feed(ClientFrame.Binary(new byte[600], final: false));
        probe.Reader.Held.ShouldBeGreaterThan(0);
        probe.Feed(ClientFrame.Continuation(new byte[400]));
        probe.Reader.Held.ShouldBe(0);

        probe.FeedByteByByte(ClientFrame.Binary(new byte[900])).Reader.Held.ShouldBe(0);
    }

    [Fact]
    public void A_message_that_lies_whole_in_one_part_is_never_copied()
    {
        for (var i = 0; i < 10; i++) probe.Feed(ClientFrame.Binary(new byte[1000]));

        probe.MostHeld.ShouldBe(0);
    }
}

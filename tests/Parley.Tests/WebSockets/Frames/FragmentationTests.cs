using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>RFC 6455, section 5.4.</summary>
public sealed class FragmentationTests
{
    private readonly ReaderProbe probe = new();

    [Fact]
    public void Fragments_are_joined()
    {
        byte[][] frames =
        [
            ClientFrame.Text("a", final: false), ClientFrame.Continuation("b"u8, final: false), ClientFrame.Continuation("c"u8),
            ClientFrame.Binary([1], final: false), ClientFrame.Continuation([2, 3]),
        ];

        probe.Feed(frames).Read.ShouldBe(["Text abc", "Binary 010203"]);
        new ReaderProbe().FeedByteByByte(frames).Read.ShouldBe(["Text abc", "Binary 010203"]);
        new ReaderProbe().Feed([.. frames.SelectMany(f => f)]).Read.ShouldBe(["Text abc", "Binary 010203"]);
    }

    [Fact]
    public void Control_frames_may_come_in_between()
    {
        byte[][] frames =
        [
            ClientFrame.Text("a", final: false), ClientFrame.Ping([7]), ClientFrame.Continuation("b"u8, final: false),
            ClientFrame.Pong([]), ClientFrame.Ping([8]), ClientFrame.Continuation("c"u8),
        ];
        string[] expected = ["Ping 07", "Pong ", "Ping 08", "Text abc"];

        probe.Feed(frames).Read.ShouldBe(expected);
        new ReaderProbe().FeedByteByByte(frames).Read.ShouldBe(expected);
        new ReaderProbe().Feed([.. frames.SelectMany(f => f)]).Read.ShouldBe(expected);
    }

    [Fact]
    public void Fragments_may_be_empty()
    {
        probe.Feed(
            ClientFrame.Text("", final: false), ClientFrame.Continuation([], final: false), ClientFrame.Continuation([]),
            ClientFrame.Text("", final: false), ClientFrame.Continuation("x"u8, final: false), ClientFrame.Continuation([]),
            ClientFrame.Binary([], final: false), ClientFrame.Continuation("y"u8));

        probe.Read.ShouldBe(["Text ", "Text x", "Binary 79"]);
    }

    [Fact]
    public void A_continuation_needs_a_beginning()
    {
        probe.Feed(ClientFrame.Continuation("x"u8)).Fault.ShouldBe(CloseCode.ProtocolError);
    }

    [Fact]
    public void A_continuation_after_the_end_needs_a_new_beginning()
    {
        probe.Feed(ClientFrame.Text("a", final: false), ClientFrame.Continuation("b"u8), ClientFrame.Continuation("c"u8));

        probe.Read.ShouldBe(["Text ab"]);
        probe.Fault.ShouldBe(CloseCode.ProtocolError);
    }

    [Theory]
    [InlineData(FrameOpcode.Text, true)]
    [InlineData(FrameOpcode.Text, false)]
    [InlineData(FrameOpcode.Binary, true)]
    public void A_message_can_t_begin_inside_another(FrameOpcode second, bool final)
    {
        probe.Feed(ClientFrame.Text("a", final: false), ClientFrame.Of(second, "b"u8, final));

        probe.Fault.ShouldBe(CloseCode.ProtocolError);
        probe.Read.ShouldBeEmpty();
    }

    [Fact]
    public void The_number_of_fragments_is_bounded()
    {
        var few = new ReaderProbe(maxFragments: 3);
        few.Feed(
            ClientFrame.Text("a", final: false), ClientFrame.Continuation("b"u8, final: false),
            ClientFrame.Continuation("c"u8));
        few.Read.ShouldBe(["Text abc"]);
        few.Feed(ClientFrame.Text("d"), ClientFrame.Text("e", final: false), ClientFrame.Continuation("f"u8));
        few.Read.ShouldBe(["Text abc", "Text d", "Text ef"]);

        few.Feed(
            ClientFrame.Text("a", final: false), ClientFrame.Continuation([], final: false),
            ClientFrame.Continuation([], final: false));
        few.Fault.ShouldBeNull();
        few.Feed(ClientFrame.Continuation([], final: false));
        few.Fault.ShouldBe(CloseCode.MessageTooBig);
    }

    [Fact]
    public void It_knows_whether_a_message_has_begun_and_not_ended()
    {
        probe.Reader.InMessage.ShouldBeFalse();
        probe.Feed(ClientFrame.Text("whole")).Reader.InMessage.ShouldBeFalse();
        probe.Feed(ClientFrame.Text("a", final: false)).Reader.InMessage.ShouldBeTrue();
        probe.Feed(ClientFrame.Ping([])).Reader.InMessage.ShouldBeTrue();
        probe.Feed(ClientFrame.Continuation("b"u8)).Reader.InMessage.ShouldBeFalse();

        var last = ClientFrame.Text("text");
        probe.Feed(last[..1]).Reader.InMessage.ShouldBeTrue();
        probe.Feed(last[1..^1]).Reader.InMessage.ShouldBeTrue();
        probe.Feed(last[^1..]).Reader.InMessage.ShouldBeFalse();
    }
}

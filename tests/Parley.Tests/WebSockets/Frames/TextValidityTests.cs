using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>RFC 6455, section 8.1.</summary>
public sealed class TextValidityTests
{
    public static TheoryData<string> NotUtf8 =>
    [
        "80", "BF", "C3", "C328", "C080", "C1BF", "E28228", "E0809F", "E08080", "EDA080", "EDBFBF", "EDA081EDB080",
        "F0288CBC", "F0808080", "F08FBFBF", "F4908080", "F5808080", "F8888080", "FC8080808080", "FE", "FF",
        "61C361", "CEBAE1BDB9CF83CEBCCEB5EDA080656469746564",
    ];

    public static TheoryData<string> Utf8Text =>
    [
        "", "ascii", "κόσμε", "\u0000", "\u0080", "\u07FF", "\u0800", "\uD7FF", "\uE000", "\uFFFD", "\uFFFE", "\uFFFF",
        "\U00010000", "\U0010FFFF", "a𝄞€éb",
    ];

    [Theory]
    [MemberData(nameof(Utf8Text))]
    public void Text_in_UTF_8_is_read_wherever_it_is_cut(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        new ReaderProbe().Feed(ClientFrame.Text(text)).Read.ShouldBe([$"Text {text}"]);
        new ReaderProbe().FeedByteByByte(ClientFrame.Text(text)).Read.ShouldBe([$"Text {text}"]);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            new ReaderProbe()
                .Feed(ClientFrame.Text(bytes.AsSpan(0, cut), final: false), ClientFrame.Continuation(bytes.AsSpan(cut)))
                .Read.ShouldBe([$"Text {text}"], $"cut into fragments at {cut}");
        }
    }

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void What_is_not_UTF_8_is_refused_with_1007(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Refused(new ReaderProbe().Feed(ClientFrame.Text(bytes)));
        Refused(new ReaderProbe().FeedByteByByte(ClientFrame.Text(bytes)));
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            Refused(new ReaderProbe().Feed(
                ClientFrame.Text(bytes.AsSpan(0, cut), final: false), ClientFrame.Continuation(bytes.AsSpan(cut))));
        }
    }

    [Theory]
    [InlineData("80")]
    [InlineData("C0")]
    [InlineData("C328")]
    [InlineData("E080")]
    [InlineData("EDA0")]
    [InlineData("F080")]
    [InlineData("F490")]
    [InlineData("F5")]
    public void The_first_wrong_byte_is_enough(string hex)
    {
        var wrong = Convert.FromHexString(hex);
        var whole = ClientFrame.Text([.. "abc"u8, .. wrong, .. new byte[1000]]);
        var header = ClientFrame.Header(FrameOpcode.Text, (ulong)(3 + wrong.Length + 1000)).Length;

        // All but the last wrong byte could still become right; with it nothing can.
        var probe = new ReaderProbe().Feed(whole[..(header + 3 + wrong.Length - 1)]);
        probe.Fault.ShouldBeNull();
        probe.Feed(whole[(header + 3 + wrong.Length - 1)..(header + 3 + wrong.Length)]);
        probe.Fault.ShouldBe(CloseCode.InvalidPayload);
    }

    [Fact]
    public void A_fragment_that_is_wrong_is_enough()
    {
        new ReaderProbe().Feed(ClientFrame.Text([0xFF], final: false)).Fault.ShouldBe(CloseCode.InvalidPayload);
    }

    [Fact]
    public void A_character_that_begins_and_never_ends_is_refused_at_the_end()
    {
        var probe = new ReaderProbe().Feed(ClientFrame.Text([0xF0, 0x9D], final: false));
        probe.Fault.ShouldBeNull();

        Refused(probe.Feed(ClientFrame.Continuation([0x84])));
    }

    [Fact]
    public void Binary_messages_may_hold_anything()
    {
        var probe = new ReaderProbe().Feed(
            ClientFrame.Binary([0xFF, 0xC3]), ClientFrame.Binary([0xC3], final: false), ClientFrame.Continuation([0x28]));

        probe.Read.ShouldBe(["Binary ffc3", "Binary c328"]);
    }

    [Fact]
    public void Control_frames_in_the_middle_of_a_character_change_nothing()
    {
        var probe = new ReaderProbe().Feed(
            ClientFrame.Text([0xE2, 0x82], final: false), ClientFrame.Ping([0xFF]), ClientFrame.Continuation([0xAC]));

        probe.Read.ShouldBe(["Ping ff", "Text €"]);
    }

    private static void Refused(ReaderProbe probe)
    {
        probe.Read.ShouldBeEmpty();
        probe.Fault.ShouldBe(CloseCode.InvalidPayload);
    }
}

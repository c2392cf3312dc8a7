using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>What a client's frame has to be by itself (RFC 6455, section 5.2 and 5.5).</summary>
public sealed class FrameRulesTests
{
    private readonly ReaderProbe probe = new();

    [Theory]
    [InlineData(FrameOpcode.Text)]
    [InlineData(FrameOpcode.Binary)]
    [InlineData(FrameOpcode.Ping)]
    [InlineData(FrameOpcode.Close)]
    public void A_frame_has_to_be_masked(FrameOpcode opcode)
    {
        probe.Feed(ClientFrame.Of(opcode, [], masked: false)).Fault.ShouldBe(CloseCode.ProtocolError);
        probe.Read.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0x40)]
    [InlineData(0x20)]
    [InlineData(0x10)]
    [InlineData(0x70)]
    public void Reserved_bits_have_to_be_clear(byte reserved)
    {
        foreach (var opcode in (FrameOpcode[])[FrameOpcode.Text, FrameOpcode.Binary, FrameOpcode.Ping, FrameOpcode.Close])
        {
            var fresh = new ReaderProbe();
            fresh.Feed(ClientFrame.Of(opcode, "x"u8, reserved: reserved)).Fault.ShouldBe(CloseCode.ProtocolError);
            fresh.Read.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(0xB)]
    [InlineData(0xC)]
    [InlineData(0xD)]
    [InlineData(0xE)]
    [InlineData(0xF)]
    public void Reserved_opcodes_are_refused(byte opcode)
    {
        probe.Feed(ClientFrame.Of((FrameOpcode)opcode, [])).Fault.ShouldBe(CloseCode.ProtocolError);
        probe.Read.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FrameOpcode.Close)]
    [InlineData(FrameOpcode.Ping)]
    [InlineData(FrameOpcode.Pong)]
    public void A_control_frame_can_t_be_fragmented(FrameOpcode opcode)
    {
        probe.Feed(ClientFrame.Of(opcode, "x"u8, final: false)).Fault.ShouldBe(CloseCode.ProtocolError);
        probe.Read.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FrameOpcode.Close)]
    [InlineData(FrameOpcode.Ping)]
    [InlineData(FrameOpcode.Pong)]
    public void A_control_frame_has_at_most_125_bytes(FrameOpcode opcode)
    {
        new ReaderProbe().Feed(ClientFrame.Of(opcode, new byte[125])).Read.Count.ShouldBe(1);

        probe.Feed(ClientFrame.Of(opcode, new byte[126])).Fault.ShouldBe(CloseCode.ProtocolError);
        probe.Read.ShouldBeEmpty();
    }

    [Fact]
    public void A_length_with_its_highest_bit_set_is_refused()
    {
        probe.Feed(ClientFrame.Header(FrameOpcode.Binary, 1UL << 63)).Fault.ShouldBe(CloseCode.ProtocolError);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(127)]
    [InlineData(65535)]
    [InlineData(65536)]
    public void All_three_forms_of_the_length_are_read(int length)
    {
        var payload = new byte[length];
        Random.Shared.NextBytes(payload);
        var expected = ReaderProbe.Say(FrameOpcode.Binary, payload);

        probe.Feed(ClientFrame.Binary(payload)).Read.ShouldBe([expected]);
        probe.FeedByteByByte(ClientFrame.Binary(payload)).Read.ShouldBe([expected, expected]);
    }

    [Fact]
    public void Nothing_is_read_after_a_fault()
    {
        probe.Feed([.. ClientFrame.Text("before"), .. ClientFrame.Of((FrameOpcode)3, []), .. ClientFrame.Text("after")]);
        probe.Feed(ClientFrame.Text("later"));

        probe.Read.ShouldBe(["Text before"]);
        probe.Fault.ShouldBe(CloseCode.ProtocolError);
    }

    [Fact]
    public void A_fault_is_found_by_the_header_alone()
    {
        probe.Feed(ClientFrame.Header(FrameOpcode.Ping, 126)).Fault.ShouldBe(CloseCode.ProtocolError);
    }
}

using Parley.Core.Messages;

namespace Parley.Tests.Core.Messages;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0, new byte[] { 0x82, 0 })]
    [InlineData(1, new byte[] { 0x82, 1 })]
    [InlineData(125, new byte[] { 0x82, 125 })]
    [InlineData(126, new byte[] { 0x82, 126, 0, 126 })]
    [InlineData(65535, new byte[] { 0x82, 126, 0xFF, 0xFF })]
    [InlineData(65536, new byte[] { 0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0 })]
    public void The_header_is_as_short_as_the_length_allows(int length, byte[] header)
    {
        var payload = new byte[length];
        Random.Shared.NextBytes(payload);

        var frame = Frame.Of(FrameOpcode.Binary, payload);

        frame.Length.ShouldBe(header.Length + length);
        frame.Bytes.Span[..header.Length].SequenceEqual(header).ShouldBeTrue();
        frame.Bytes.Span[header.Length..].SequenceEqual(payload).ShouldBeTrue();
        frame.Payload.Span.SequenceEqual(payload).ShouldBeTrue();
    }

    [Theory]
    [InlineData(FrameOpcode.Text, 0x81)]
    [InlineData(FrameOpcode.Binary, 0x82)]
    [InlineData(FrameOpcode.Close, 0x88)]
    [InlineData(FrameOpcode.Ping, 0x89)]
    [InlineData(FrameOpcode.Pong, 0x8A)]
    public void It_is_final_unmasked_and_of_its_opcode(FrameOpcode opcode, byte first)
    {
        var frame = Frame.Of(opcode, "x"u8);

        frame.Bytes.Span[0].ShouldBe(first);
        (frame.Bytes.Span[1] & 0x80).ShouldBe(0);
        frame.Opcode.ShouldBe(opcode);
    }

    [Fact]
    public void The_payload_is_a_copy()
    {
        byte[] payload = [1, 2, 3];
        var frame = Frame.Of(FrameOpcode.Binary, payload);
        payload[0] = 9;

        frame.Payload.ToArray().ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void An_allocated_frame_is_written_in_place()
    {
        var frame = Frame.Allocate(FrameOpcode.Text, 200, out var body);
        body.Length.ShouldBe(200);
        body.Fill((byte)'y');

        frame.Payload.ToArray().ShouldAllBe(b => b == (byte)'y');
    }

    [Fact]
    public void No_frame_at_all_is_empty_and_an_empty_message_is_not()
    {
        default(Frame).IsEmpty.ShouldBeTrue();
        Frame.Of(FrameOpcode.Text, []).IsEmpty.ShouldBeFalse();
    }
}

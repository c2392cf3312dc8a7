using System.Buffers.Binary;
using System.Text;
using Parley.Core.Messages;
using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>RFC 6455, section 7.4, and what IANA registered since.</summary>
public sealed class CloseHandshakeTests
{
    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1002)]
    [InlineData(1003)]
    [InlineData(1007)]
    [InlineData(1008)]
    [InlineData(1009)]
    [InlineData(1010)]
    [InlineData(1011)]
    [InlineData(1012)]
    [InlineData(1013)]
    [InlineData(1014)]
    [InlineData(3000)]
    [InlineData(3999)]
    [InlineData(4000)]
    [InlineData(4999)]
    public void A_code_that_may_be_sent_is_answered_with_itself(int code)
    {
        AnswerTo(code, "any reason").ShouldBe(code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(999)]
    [InlineData(1004)]
    [InlineData(1005)]
    [InlineData(1006)]
    [InlineData(1015)]
    [InlineData(1016)]
    [InlineData(1100)]
    [InlineData(2000)]
    [InlineData(2999)]
    [InlineData(5000)]
    [InlineData(65535)]
    public void A_code_that_must_not_be_sent_is_a_protocol_error(int code)
    {
        AnswerTo(code, "").ShouldBe((int)CloseCode.ProtocolError);
    }

    [Fact]
    public void Without_a_code_the_answer_has_none()
    {
        var answer = CloseHandshake.Answer([]);

        answer.Opcode.ShouldBe(FrameOpcode.Close);
        answer.Payload.Length.ShouldBe(0);
    }

    [Fact]
    public void Half_a_code_is_a_protocol_error()
    {
        CodeOf(CloseHandshake.Answer([3])).ShouldBe((int)CloseCode.ProtocolError);
    }

    [Fact]
    public void A_reason_has_to_be_UTF_8()
    {
        CodeOf(CloseHandshake.Answer([0x03, 0xE8, 0xC3, 0x28])).ShouldBe((int)CloseCode.InvalidPayload);
        AnswerTo(1000, "κόσμε").ShouldBe(1000);
    }

    private static int AnswerTo(int code, string reason)
    {
        var payload = new byte[2 + Encoding.UTF8.GetByteCount(reason)];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        Encoding.UTF8.GetBytes(reason, payload.AsSpan(2));
        return CodeOf(CloseHandshake.Answer(payload));
    }

    private static int CodeOf(Frame frame) => BinaryPrimitives.ReadUInt16BigEndian(frame.Payload.Span);
}

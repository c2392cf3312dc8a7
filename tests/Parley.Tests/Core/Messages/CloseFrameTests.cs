using System.Buffers.Binary;
using System.Text;
using Parley.Core.Messages;

namespace Parley.Tests.Core.Messages;

public sealed class CloseFrameTests
{
    [Fact]
    public void It_carries_the_code_and_the_reason()
    {
        var frame = CloseFrame.Of(CloseCode.RateLimited, "slow down");

        frame.Opcode.ShouldBe(FrameOpcode.Close);
        CodeOf(frame).ShouldBe(4429);
        ReasonOf(frame).ShouldBe("slow down");
    }

    [Fact]
    public void Without_a_code_it_is_empty()
    {
        CloseFrame.Of(0, "ignored").Payload.Length.ShouldBe(0);
    }

    [Fact]
    public void A_reason_of_123_bytes_stays_whole()
    {
        var reason = new string('x', 123);

        var frame = CloseFrame.Of(CloseCode.Policy, reason);

        frame.Payload.Length.ShouldBe(125);
        ReasonOf(frame).ShouldBe(reason);
    }

    [Theory]
    [InlineData("x", 123)]
    [InlineData("é", 122)]
    [InlineData("€", 123)]
    [InlineData("𝄞", 120)]
    public void A_longer_reason_is_cut_between_characters(string character, int bytes)
    {
        var frame = CloseFrame.Of(CloseCode.Policy, string.Concat(Enumerable.Repeat(character, 200)));

        CodeOf(frame).ShouldBe((int)CloseCode.Policy);
        ReasonOf(frame).ShouldBe(string.Concat(Enumerable.Repeat(character, bytes / Encoding.UTF8.GetByteCount(character))));
    }

    [Theory]
    [InlineData(120)]
    [InlineData(121)]
    [InlineData(122)]
    public void A_character_that_only_half_fits_is_left_out(int before)
    {
        var frame = CloseFrame.Of(CloseCode.Policy, new string('x', before) + "𝄞");

        ReasonOf(frame).ShouldBe(new string('x', before));
    }

    private static int CodeOf(Frame frame) => BinaryPrimitives.ReadUInt16BigEndian(frame.Payload.Span);

    /// <summary>Throws when the reason is not UTF-8, as half a character would not be.</summary>
    private static string ReasonOf(Frame frame) => new UTF8Encoding(false, true).GetString(frame.Payload.Span[2..]);
}

using Parley.Bench.WebSockets;

namespace Parley.Bench.Tests;

public sealed class FrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(2_500)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void What_is_written_is_read_back(int length)
    {
        var payload = new byte[length];
        new Random(length).NextBytes(payload);
        var unmasked = new byte[length + FrameWriter.LongestHeader];
        unmasked = unmasked[..FrameWriter.Server(unmasked, Opcode.Text, payload)];

        Single(FrameWriter.Client(Opcode.Binary, payload)).ShouldBe((Opcode.Binary, Convert.ToHexString(payload)));
        Single(unmasked).ShouldBe((Opcode.Text, Convert.ToHexString(payload)));
    }

    [Fact]
    public void The_masked_example_of_RFC_6455_section_5_7_is_read()
    {
        byte[] masked = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58];
        Single(masked).ShouldBe((Opcode.Text, Convert.ToHexString("Hello"u8)));
    }

    [Fact]
    public void A_frame_that_is_not_all_there_waits()
    {
        var first = FrameWriter.Client(Opcode.Text, "first"u8).Length;
        byte[] two = [.. FrameWriter.Client(Opcode.Text, "first"u8), .. FrameWriter.Client(Opcode.Text, new byte[300])];
        for (var cut = first; cut < two.Length; cut++)
        {
            var scanner = new FrameScanner(two.AsSpan(0, cut).ToArray());
            scanner.MoveNext().ShouldBeTrue();
            scanner.MoveNext().ShouldBeFalse();
            scanner.Rest.Length.ShouldBe(cut - first);
        }
    }

    private static (Opcode Opcode, string Payload) Single(byte[] frame)
    {
        var scanner = new FrameScanner(frame);
        scanner.MoveNext().ShouldBeTrue();
        var (opcode, payload) = (scanner.Opcode, Convert.ToHexString(scanner.Payload));
        scanner.MoveNext().ShouldBeFalse();
        scanner.Rest.Length.ShouldBe(0);
        return (opcode, payload);
    }
}

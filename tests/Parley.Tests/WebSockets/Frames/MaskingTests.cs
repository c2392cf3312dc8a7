using Parley.WebSockets;

namespace Parley.Tests.WebSockets.Frames;

public sealed class MaskingTests
{
    private static readonly byte[] Mask = [0x37, 0xFA, 0x21, 0x3D];

    [Fact]
    public void It_is_what_the_plain_loop_does_at_every_length_and_offset()
    {
        var random = new Random(1);
        var buffer = new byte[300];
        for (var length = 0; length <= 270; length++)
        {
            for (var offset = 0; offset < 8; offset++)
            {
                // Parts begin anywhere in memory.
                var start = (length + offset) % 17;
                random.NextBytes(buffer);
                var expected = buffer.ToArray();
                for (var i = 0; i < length; i++) expected[start + i] ^= Mask[(offset + i) % 4];

                Masking.Apply(buffer.AsSpan(start, length), BitConverter.ToUInt32(Mask), offset);

                buffer.ShouldBe(expected, $"length {length}, offset {offset}");
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(65)]
    public void Parts_one_after_another_are_as_the_whole(int partLength)
    {
        var payload = new byte[1000];
        new Random(2).NextBytes(payload);
        var whole = payload.ToArray();
        Masking.Apply(whole, BitConverter.ToUInt32(Mask), 0);

        for (var at = 0; at < payload.Length; at += partLength)
            Masking.Apply(payload.AsSpan(at, Math.Min(partLength, payload.Length - at)), BitConverter.ToUInt32(Mask), at);

        payload.ShouldBe(whole);
    }

    [Fact]
    public void A_mask_of_zero_changes_nothing()
    {
        byte[] payload = [1, 2, 3, 4, 5];
        Masking.Apply(payload, 0, 0);

        payload.ShouldBe([1, 2, 3, 4, 5]);
    }
}

using FsCheck;
using FsCheck.Fluent;
using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

public sealed class AnyBytesTests
{
    private const int Limit = 1000;

    /// <summary>
    /// Noise would not get past its first header; so most of it is frames, with something wrong or endless in some.
    /// </summary>
    private static readonly Gen<byte[]> SomeFrame =
        from opcode in Gen.Frequency((8, Gen.Elements(0, 1, 2, 2, 9, 10)), (1, Gen.Choose(0, 15)))
        from length in Gen.Frequency((6, Gen.Choose(0, 130)), (2, Gen.Choose(0, 1200)), (1, Gen.Choose(0, int.MaxValue)))
        from sent in Gen.Frequency((8, Gen.Constant(length)), (1, Gen.Choose(0, 1200)))
        from final in Gen.Elements(true, false)
        from masked in Gen.Frequency((20, Gen.Constant(true)), (1, Gen.Constant(false)))
        from reserved in Gen.Frequency((20, Gen.Constant(0)), (1, Gen.Choose(0, 7)))
        from filler in Gen.Choose(0, 255)
        select (byte[])
        [
            .. ClientFrame.Header((FrameOpcode)opcode, (ulong)length, final, masked, (byte)(reserved << 4)),
            .. Enumerable.Repeat((byte)filler, Math.Min(sent, 2 * Limit)),
        ];

    private static readonly Gen<byte[]> Noise = Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();

    [Fact]
    public void Whatever_comes_nothing_throws_and_no_more_is_held_than_a_message_may_have() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(Gen.Frequency((4, SomeFrame), (1, Noise)).ListOf().ToArbitrary(), parts =>
        {
            var probe = new ReaderProbe(maxMessageBytes: Limit, maxFragments: 10).Feed(parts);

            // The pool hands out the next power of two.
            return (probe.MostHeld <= 1024).Label($"held {probe.MostHeld}")
                .And(probe.Read.All(m => m.Length <= 2 * Limit + "Binary ".Length).Label("a message over the limit"));
        }));

    [Fact]
    public void Whatever_comes_a_byte_at_a_time_is_the_same_as_all_at_once() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Gen.Frequency((4, SomeFrame), (1, Noise)).ListOf().ToArbitrary(), parts =>
        {
            var atOnce = new ReaderProbe(maxMessageBytes: Limit, maxFragments: 10).Feed([.. parts.SelectMany(p => p)]);
            var slowly = new ReaderProbe(maxMessageBytes: Limit, maxFragments: 10).FeedByteByByte(parts);
            return slowly.Read.SequenceEqual(atOnce.Read).Label("what was read")
                .And((slowly.Fault == atOnce.Fault).Label($"{slowly.Fault} for {atOnce.Fault}"));
        }));
}

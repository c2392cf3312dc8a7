using System.Runtime.InteropServices;
using Parley.Core.Messages;
using Parley.Tests.Core.Sessions;

namespace Parley.Tests.Core.Messages;

public sealed class EventEncodingTests
{
    [Fact]
    public void However_many_get_it_an_event_is_encoded_once_for_each_of_two_dialects()
    {
        var (plain, binary) = (new CountingCodec("plain"), new CountingCodec("binary"));
        var message = new Note();
        for (var i = 0; i < 25; i++)
        {
            TestFrames.TextOf(message.FrameFor(plain).Bytes.ToArray()).ShouldBe("plain Note");
            TestFrames.TextOf(message.FrameFor(binary).Bytes.ToArray()).ShouldBe("binary Note");
        }

        plain.Encoded.ShouldBe(1);
        binary.Encoded.ShouldBe(1);
    }

    [Fact]
    public void All_of_one_dialect_share_the_very_same_bytes()
    {
        var codec = new CountingCodec("any");
        var message = new Note();

        MemoryMarshal.TryGetArray(message.FrameFor(codec).Bytes, out var first);
        MemoryMarshal.TryGetArray(message.FrameFor(codec).Bytes, out var second);

        second.Array.ShouldBeSameAs(first.Array);
    }

    [Fact]
    public void A_third_dialect_is_right_too()
    {
        var codecs = Enumerable.Range(1, 3).Select(i => new CountingCodec($"dialect{i}")).ToList();
        var message = new Note();
        for (var i = 0; i < 2; i++)
        {
            foreach (var codec in codecs) message.FrameFor(codec);
        }

        TestFrames.TextOf(message.FrameFor(codecs[2]).Bytes.ToArray()).ShouldBe("dialect3 Note");
        codecs[0].Encoded.ShouldBe(1);
        codecs[1].Encoded.ShouldBe(1);
    }

    [Fact]
    public void Having_no_word_for_it_is_remembered_as_well()
    {
        var codec = new CountingCodec("any", withoutWord: MessageKind.Signal);
        var message = new Note();

        message.FrameFor(codec).IsEmpty.ShouldBeTrue();
        message.FrameFor(codec).IsEmpty.ShouldBeTrue();
        codec.Encoded.ShouldBe(1);
    }

    [Fact]
    public void A_signal_that_was_written_while_it_was_read_is_not_encoded_again()
    {
        var (own, other) = (new CountingCodec("own"), new CountingCodec("other"));
        var signal = new Signal(
            MessageKind.Offer, "test", "alice", "bob", "n1", own, TestFrames.Text("as it came"), default);

        TestFrames.TextOf(signal.FrameFor(own).Bytes.ToArray()).ShouldBe("as it came");
        TestFrames.TextOf(signal.FrameFor(other).Bytes.ToArray()).ShouldBe("other Signal");
        own.Encoded.ShouldBe(0);
    }
}

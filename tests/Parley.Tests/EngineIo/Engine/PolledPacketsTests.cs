using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.EngineIo.Engine;

namespace Parley.Tests.EngineIo.Engine;

/// <summary>Engine.IO protocol 4, section "HTTP long-polling": the payloads.</summary>
public sealed class PolledPacketsTests
{
    [Fact]
    public void Packets_are_joined_by_record_separators()
    {
        Read("4hello\u001e2\u001e4\u20ac\u001ebAQID").ShouldBe(["Message hello", "Ping ", "Message \u20ac", "Binary 010203"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("7")]
    [InlineData("4a\u001e")]
    [InlineData("\u001e4a")]
    [InlineData("b!")]
    [InlineData("bAQI")]
    public void What_is_none_is_said_to_be(string body) => Read(body).ShouldContain("invalid");

    [Fact]
    public void What_a_queue_writes_is_read_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(
            (from binary in Gen.Elements(true, false)
             from length in Gen.Choose(0, 50)
             from filler in Gen.Choose(32, 126)
             select (binary, Enumerable.Repeat((byte)filler, length).ToArray())).NonEmptyListOf().ToArbitrary(),
            packets =>
            {
                var queue = new SendQueue(new OutboxLimits());
                foreach (var (binary, bytes) in packets)
                    queue.TryAdd(Frame.Of(binary ? FrameOpcode.Binary : FrameOpcode.Text, binary ? bytes : [(byte)'4', .. bytes]));

                var (rented, length) = queue.TakePayload();

                return Read(Encoding.UTF8.GetString(rented, 0, length)).SequenceEqual(packets.Select(p =>
                    p.binary ? "Binary " + Convert.ToHexString(p.Item2) : "Message " + Encoding.UTF8.GetString(p.Item2)));
            }));

    [Fact]
    public void Whatever_comes_nothing_throws() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(
            Gen.Frequency((5, Gen.Elements<byte>((byte)'4', (byte)'b', 0x1e, (byte)'A', (byte)'=')), (1, Gen.Choose(0, 255).Select(b => (byte)b)))
                .ArrayOf().ToArbitrary(),
            body =>
            {
                Read(body);
                return true;
            }));

    [Fact]
    public void A_queue_holds_no_more_than_it_may()
    {
        var byCount = new SendQueue(new OutboxLimits(Messages: 2));
        byCount.TryAdd(EngineFrames.Ping).ShouldBeTrue();
        byCount.TryAdd(EngineFrames.Ping).ShouldBeTrue();
        byCount.TryAdd(EngineFrames.Ping).ShouldBeFalse();

        var byBytes = new SendQueue(new OutboxLimits(Bytes: 18));
        byBytes.TryAdd(Frame.Of(FrameOpcode.Binary, new byte[12])).ShouldBeTrue();
        byBytes.TryAdd(EngineFrames.Ping).ShouldBeTrue();
        byBytes.TryAdd(EngineFrames.Ping).ShouldBeFalse();
        byBytes.TakePayload();
        byBytes.TryAdd(Frame.Of(FrameOpcode.Binary, new byte[100])).ShouldBeTrue("what may be sent at all may wait alone");
    }

    private static List<string> Read(string body) => Read(Encoding.UTF8.GetBytes(body));

    private static List<string> Read(byte[] body)
    {
        var read = new List<string>();
        var packets = new PolledPackets(body);
        bool valid;
        while (packets.TryNext(out valid))
        {
            read.Add(packets.Binary
                ? "Binary " + Convert.ToHexString(packets.Payload)
                : $"{packets.Type} {Encoding.UTF8.GetString(packets.Payload)}");
        }

        if (!valid) read.Add("invalid");
        return read;
    }
}

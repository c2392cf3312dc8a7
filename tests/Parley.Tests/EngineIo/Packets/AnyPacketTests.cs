using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Parley.EngineIo.Packets;

namespace Parley.Tests.EngineIo.Packets;

public sealed class AnyPacketTests
{
    private static readonly Gen<string> AnyJson = Gen.Elements(
        "", "1", "-0.5e3", "null", "true", "\"text\"", "\"\\ud83d\\ude00\\u0000\"", "{\"a\":[1,{\"b\":{}}]}", "[]", "\"\U0001F600\",[[]],{}");

    private static readonly Gen<string> Piece = Gen.Frequency(
        (3, Gen.Elements("0", "1", "2", "3", "4", "5", "6", "51-", "52-", "/a,", "/", "12", "[\"a\"", "]", "{", "}", ",")),
        (3, Gen.Elements("[\"a\"]", "[\"a\",{\"_placeholder\":true,\"num\":0}]", "{\"_placeholder\":true,\"num\":1}", "{}")),
        (1, Gen.Choose(0, 0xFFFF).Select(c => ((char)c).ToString())));

    [Fact]
    public void What_is_written_is_read_back() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(2000),
        Prop.ForAll(
            (from nsp in Gen.Elements("", "/a,", "/with space,")
             from name in Gen.Elements("a", "chat:message", "\u00e9\U0001F600", "quo\"te", "back\\slash", "\u0001")
             from arguments in AnyJson
             from id in Gen.Elements(-1L, 0L, 9L, 10L, 999_999_999_999_999L)
             from sizes in Gen.Choose(0, 300).ListOf(3)
             from count in Gen.Choose(0, 3)
             select (nsp, name, arguments, id, sizes.Take(count).ToArray())).ToArbitrary(),
            given => ReadsBack(given.nsp, given.name, given.arguments, given.id, given.Item5)));

    [Fact]
    public void Whatever_comes_nothing_throws_and_no_more_is_held_than_a_message_may_have() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5000),
        Prop.ForAll(
            Gen.Frequency(
                (3, Piece.ListOf().Select(pieces => (Encoding.UTF8.GetBytes(string.Concat(pieces)), false))),
                (1, Gen.Choose(0, 600).Select(length => (new byte[length], true)))).ListOf().ToArbitrary(),
            messages =>
            {
                var assembler = new PacketAssembler(maxAttachments: 3, maxBytes: 1000);
                foreach (var (bytes, binary) in messages)
                {
                    var complete = false;
                    var taken = binary
                        ? assembler.TryTakeBinary(bytes, out complete)
                        : assembler.TryTakeText(bytes, out _, out complete);
                    // The session ends at what can't be read.
                    if (!taken) return true;
                    if (binary && complete && assembler.Finish(out _).Sum(a => a.Length) > 1000) return false;
                }

                return true;
            }));

    private static bool ReadsBack(string nsp, string name, string arguments, long id, int[] sizes)
    {
        var attachments = sizes.Select(size => (ReadOnlyMemory<byte>)new byte[size]).ToArray();
        var placeholders = sizes.Select((_, i) => $"{{\"_placeholder\":true,\"num\":{i}}}");
        var all = string.Join(',', placeholders.Prepend(arguments).Where(a => a.Length > 0));

        var frames = PacketWriter.Event(Encoding.UTF8.GetBytes(nsp), name, Encoding.UTF8.GetBytes(all), attachments, id);
        var text = frames[0].Payload.Span;
        text[0].ShouldBe((byte)'4');
        var assembler = new PacketAssembler(maxAttachments: 3, maxBytes: 100_000);
        assembler.TryTakeText(text[1..], out var packet, out var complete).ShouldBeTrue(Encoding.UTF8.GetString(text));
        complete.ShouldBe(sizes.Length == 0);
        foreach (var frame in frames.Skip(1)) assembler.TryTakeBinary(frame.Payload.Span, out complete).ShouldBeTrue();
        complete.ShouldBeTrue();
        if (sizes.Length > 0) assembler.Finish(out packet).Select(a => a.Length).ShouldBe(sizes);

        packet.Id.ShouldBe(id);
        Encoding.UTF8.GetString(packet.Namespace).ShouldBe(nsp.TrimEnd(','));
        using var json = JsonDocument.Parse(packet.Json.ToArray());
        json.RootElement[0].GetString().ShouldBe(name);
        using var sent = JsonDocument.Parse($"[{all}]");
        JsonElement.DeepEquals(
            JsonSerializer.SerializeToElement(json.RootElement.EnumerateArray().Skip(1)), sent.RootElement).ShouldBeTrue();
        return true;
    }
}

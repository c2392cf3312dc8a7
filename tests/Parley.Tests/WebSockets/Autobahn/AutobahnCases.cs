using System.Text;
using Parley.Core.Messages;
using static Parley.Tests.WebSockets.Frames.ClientFrame;

namespace Parley.Tests.WebSockets.Autobahn;

/// <summary>
/// The cases of the Autobahn suite's list that an echo server without compression has to pass, by their numbers. Where the
/// list has a row of cases of one kind, the last part of the number counts them.
/// </summary>
internal static class AutobahnCases
{
    private static readonly byte[] Greek = Encoding.UTF8.GetBytes("κόσμε");
    private static readonly byte[] Umlauts = Encoding.UTF8.GetBytes("Hello-µ@ßöäüàá-UTF-8!!");
    private static readonly byte[] HalfPair = [.. Greek, 0xED, 0xA0, 0x80, .. "edited"u8];
    private static readonly byte[] BeyondUnicode = [0xF4, 0x90, 0x80, 0x80];
    private static readonly byte[] AnyBytes = [0x00, 0xFF, 0xFE, 0xFD, 0xFC, 0xFB, 0x00, 0xFF];
    private static readonly byte[] LongestControl = Filled(125);

    public static IReadOnlyList<AutobahnCase> All { get; } =
        [.. Framing(), .. PingsAndPongs(), .. Reserved(), .. Fragments(), .. Texts(), .. Closing(), .. Limits()];

    private static IEnumerable<AutobahnCase> Framing()
    {
        foreach (var (i, length) in new[] { 0, 125, 126, 127, 128, 65535, 65536 }.Index())
        {
            yield return Echo($"1.1.{i + 1}", Letters(length));
            yield return EchoBinary($"1.2.{i + 1}", Filled(length));
        }

        yield return Echo("1.1.8", Letters(65536)).Chopped(997);
        yield return EchoBinary("1.2.8", Filled(65536)).Chopped(997);
    }

    private static IEnumerable<AutobahnCase> PingsAndPongs()
    {
        byte[][] ten = [.. Enumerable.Range(0, 10).Select(i => Encoding.ASCII.GetBytes($"payload-{i}"))];
        yield return new AutobahnCase("2.1", Ping([])).Answers("");
        yield return new AutobahnCase("2.2", Ping("Hello, world!"u8)).Answers("Hello, world!");
        yield return new AutobahnCase("2.3", Ping(AnyBytes)).Answers(AnyBytes);
        yield return new AutobahnCase("2.4", Ping(LongestControl)).Answers(LongestControl);
        yield return new AutobahnCase("2.5", Ping(Filled(126))).Fails(1002);
        yield return new AutobahnCase("2.6", Ping(LongestControl)).Chopped(1).Answers(LongestControl);
        yield return new AutobahnCase("2.7", Pong([]));
        yield return new AutobahnCase("2.8", Pong("unsolicited"u8));
        yield return new AutobahnCase("2.9", Pong("unsolicited"u8), Ping("ping"u8)).Answers("ping");
        yield return new AutobahnCase("2.10", [.. ten.Select(p => Ping(p))]).Answers(ten);
        yield return new AutobahnCase("2.11", [.. ten.Select(p => Ping(p))]).Chopped(1).Answers(ten);
    }

    private static IEnumerable<AutobahnCase> Reserved()
    {
        for (var bits = 1; bits < 8; bits++)
        {
            var frame = Of(FrameOpcode.Text, "x"u8, reserved: (byte)(bits << 4));
            yield return new AutobahnCase($"3.{bits}", Text("before"), frame, Ping([])).Echoes("before").Fails(1002);
        }

        byte[] opcodes = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15];
        foreach (var (i, opcode) in opcodes.Index())
        {
            var number = opcode < 8 ? $"4.1.{i + 1}" : $"4.2.{i - 4}";
            yield return new AutobahnCase(number, Text("before"), Of((FrameOpcode)opcode, "x"u8), Ping([])).Echoes("before").Fails(1002);
        }
    }

    private static IEnumerable<AutobahnCase> Fragments()
    {
        byte[] first = Text("frag1", final: false), last = Continuation("frag2"u8), ping = Ping("ping"u8), hello = Text("Hello");
        byte[] orphan = Continuation("orphan"u8), orphaned = Continuation("orphan"u8, final: false);

        yield return new AutobahnCase("5.1", Of(FrameOpcode.Ping, "frag1"u8, final: false), last).Fails(1002);
        yield return new AutobahnCase("5.2", Of(FrameOpcode.Pong, "frag1"u8, final: false), last).Fails(1002);
        yield return new AutobahnCase("5.3", first, last).Echoes("frag1frag2");
        yield return new AutobahnCase("5.4", [.. first, .. last]).Echoes("frag1frag2");
        yield return new AutobahnCase("5.5", first, last).Chopped(1).Echoes("frag1frag2");
        yield return new AutobahnCase("5.6", first, ping, last).Echoes("frag1frag2").Answers("ping");
        yield return new AutobahnCase("5.7", [.. first, .. ping, .. last]).Echoes("frag1frag2").Answers("ping");
        yield return new AutobahnCase("5.8", first, ping, last).Chopped(1).Echoes("frag1frag2").Answers("ping");
        yield return new AutobahnCase("5.9", orphan, hello).Fails(1002);
        yield return new AutobahnCase("5.10", [.. orphan, .. hello]).Fails(1002);
        yield return new AutobahnCase("5.11", orphan, hello).Chopped(1).Fails(1002);
        yield return new AutobahnCase("5.12", orphaned, hello).Fails(1002);
        yield return new AutobahnCase("5.13", [.. orphaned, .. hello]).Fails(1002);
        yield return new AutobahnCase("5.14", orphaned, hello).Chopped(1).Fails(1002);
        yield return new AutobahnCase("5.15", first, last, Continuation("frag3"u8, final: false), Text("frag4")).Echoes("frag1frag2").Fails(1002);
        yield return new AutobahnCase("5.16", orphaned, first, last).Fails(1002);
        yield return new AutobahnCase("5.17", orphan, first, last).Fails(1002);
        yield return new AutobahnCase("5.18", first, Text("frag2")).Fails(1002);

        byte[][] five =
        [
            first, Continuation("frag2"u8, final: false), Ping("one"u8), Continuation("frag3"u8, final: false),
            Continuation("frag4"u8, final: false), Ping("two"u8), Continuation("frag5"u8),
        ];
        yield return new AutobahnCase("5.19", five).Echoes("frag1frag2frag3frag4frag5").Answers("one", "two");
        yield return new AutobahnCase("5.20", five).Chopped(5).Echoes("frag1frag2frag3frag4frag5").Answers("one", "two");
    }

    private static IEnumerable<AutobahnCase> Texts()
    {
        yield return Echo("6.1.1", []);
        yield return new AutobahnCase("6.1.2", Text("", final: false), Continuation([], final: false), Continuation([])).Echoes("");
        yield return new AutobahnCase("6.1.3", Text("", final: false), Continuation("mid"u8, final: false), Continuation([])).Echoes("mid");
        yield return Echo("6.2.1", Umlauts);
        yield return new AutobahnCase("6.2.2", Text(Umlauts.AsSpan(0, 12), final: false), Continuation(Umlauts.AsSpan(12)))
            .Echoes(FrameOpcode.Text, Umlauts);
        yield return new AutobahnCase("6.2.3", ByteByByte(Umlauts)).Echoes(FrameOpcode.Text, Umlauts);
        yield return new AutobahnCase("6.2.4", ByteByByte(Greek)).Echoes(FrameOpcode.Text, Greek);
        yield return new AutobahnCase("6.3.1", Text(HalfPair)).Fails(1007);
        yield return new AutobahnCase("6.3.2", ByteByByte(HalfPair)).Fails(1007);

        // The fault is to be found before the message is whole.
        yield return new AutobahnCase("6.4.1", Text(Greek, final: false), Continuation(BeyondUnicode, final: false)).Fails(1007);
        yield return new AutobahnCase(
            "6.4.2", Text([.. Greek, BeyondUnicode[0]], final: false), Continuation(BeyondUnicode.AsSpan(1), final: false)).Fails(1007);
        var whole = Text([.. Greek, .. BeyondUnicode, .. "edited"u8]);
        yield return new AutobahnCase("6.4.3", whole[..(6 + Greek.Length + 4)]).Fails(1007);
        yield return new AutobahnCase("6.4.4", whole[..(6 + Greek.Length + 2)]).Chopped(1).Fails(1007);

        foreach (var (i, text) in Utf8Samples.Valid.Index()) yield return Echo($"6.5-23.valid.{i + 1}", text);
        foreach (var (i, text) in Utf8Samples.Invalid.Index())
            yield return new AutobahnCase($"6.6-21.invalid.{i + 1}", Text(text)).Fails(1007);
    }

    private static IEnumerable<AutobahnCase> Closing()
    {
        var close = Close(1000);
        yield return Echo("7.1.1", "Hello World!"u8);
        yield return Closed("7.1.2", close, close);
        yield return Closed("7.1.3", close, Ping([]));
        yield return Closed("7.1.4", close, Text("too late"));
        yield return Closed("7.1.5", Text("frag1", final: false), close, Continuation("frag2"u8));
        yield return Closed("7.1.6", Text("Hello"), close, Ping([])).Echoes("Hello");
        yield return Closed("7.3.1", Of(FrameOpcode.Close, [])) with { Closes = [0, 1000] };
        yield return Closed("7.3.2", Of(FrameOpcode.Close, "a"u8)).Fails(1002);
        yield return Closed("7.3.3", close);
        yield return Closed("7.3.4", Close(1000, "Hello World!"));
        yield return Closed("7.3.5", Close(1000, new string('*', 123)));
        yield return Closed("7.3.6", Close(1000, new string('*', 124))).Fails(1002);
        yield return Closed("7.5.1", Of(FrameOpcode.Close, [0x03, 0xE8, .. HalfPair])).Fails(1007);

        int[] valid = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999];
        foreach (var (i, code) in valid.Index()) yield return Closed($"7.7.{i + 1}", Close(code)) with { Closes = [code, 1000] };
        int[] invalid = [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999];
        foreach (var (i, code) in invalid.Index()) yield return Closed($"7.9.{i + 1}", Close(code)).Fails(1002);
        yield return Closed("7.13.1", Close(5000)) with { Closes = [1002, 1000, 5000] };
        yield return Closed("7.13.2", Close(65535)) with { Closes = [1002, 1000, 65535] };
    }

    private static IEnumerable<AutobahnCase> Limits()
    {
        int[] lengths = [64 * 1024, 256 * 1024, 1024 * 1024, 4 * 1024 * 1024];
        foreach (var (i, length) in lengths.Index())
        {
            yield return Echo($"9.1.{i + 1}", Letters(length));
            yield return EchoBinary($"9.2.{i + 1}", Filled(length));
        }

        foreach (var (i, size) in new[] { 64, 1024, 64 * 1024 }.Index())
        {
            yield return Echo($"9.5.{i + 1}", Letters(1024 * 1024)).Chopped(size);
            yield return EchoBinary($"9.6.{i + 1}", Filled(1024 * 1024)).Chopped(size);
        }
    }

    private static AutobahnCase Echo(string number, ReadOnlySpan<byte> text) =>
        new AutobahnCase(number, Text(text)).Echoes(FrameOpcode.Text, text.ToArray());

    private static AutobahnCase EchoBinary(string number, byte[] payload) =>
        new AutobahnCase(number, Binary(payload)).Echoes(FrameOpcode.Binary, payload);

    /// <summary>The client has closed, or tried to.</summary>
    private static AutobahnCase Closed(string number, params byte[][] sent) => new(number, sent) { ClientCloses = false };

    private static byte[][] ByteByByte(byte[] text) =>
    [
        .. text.Index().Select(b => b.Index == 0
            ? Text([b.Item], final: false)
            : Continuation([b.Item], final: b.Index == text.Length - 1)),
    ];

    private static byte[] Letters(int length) => Repeated((byte)'*', length);

    private static byte[] Filled(int length) => Repeated(0xFE, length);

    private static byte[] Repeated(byte value, int length)
    {
        var bytes = new byte[length];
        bytes.AsSpan().Fill(value);
        return bytes;
    }
}

using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Parley.Core.Messages;

namespace Parley.Tests.WebSockets.Frames;

/// <summary>Messages, how each is fragmented, and into which parts the bytes of all fall on the way.</summary>
internal sealed record Conversation(IReadOnlyList<Conversation.Message> Messages, IReadOnlyList<int> PartLengths)
{
    private static readonly Gen<byte[]> SomeText = Gen.Elements("a", "é", "€", "𝄞", "\n").ListOf()
        .Select(characters => Encoding.UTF8.GetBytes(string.Concat(characters)));

    private static readonly Gen<byte[]> SomeBytes = Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf();

    /// <summary>Now and then one that needs the longer forms of the length.</summary>
    private static readonly Gen<byte[]> ManyBytes = Gen.Choose(120, 70_000).Select(length => new byte[length]);

    private static readonly Gen<Message> SomeMessage =
        from opcode in Gen.Elements(FrameOpcode.Text, FrameOpcode.Binary, FrameOpcode.Ping, FrameOpcode.Pong)
        from payload in opcode switch
        {
            FrameOpcode.Text => SomeText,
            FrameOpcode.Binary => Gen.Frequency((9, SomeBytes), (1, ManyBytes)),
            _ => SomeBytes.Select(bytes => bytes[..Math.Min(125, bytes.Length)]),
        }
        from cuts in Gen.Choose(0, 300).ArrayOf()
        from pings in Gen.Elements(true, false)
        select new Message(opcode, payload, cuts, pings);

    /// <summary>Any conversation; a failing one is shrunk by leaving messages or cuts out.</summary>
    public static Arbitrary<Conversation> Any { get; } = Arb.From(
        from messages in SomeMessage.ListOf()
        from parts in Gen.Frequency((3, Gen.Choose(1, 400)), (1, Gen.Choose(1, 3))).ListOf()
        select new Conversation([.. messages], [.. parts]),
        Shrink);

    /// <summary>The frames on the wire, cut into parts; what is left after the last cut is one part.</summary>
    public IEnumerable<byte[]> Parts
    {
        get
        {
            byte[] bytes = [.. Messages.SelectMany(m => m.Frames).SelectMany(f => f)];
            var at = 0;
            foreach (var length in PartLengths)
            {
                var end = Math.Min(bytes.Length, at + length);
                yield return bytes[at..end];
                at = end;
            }

            yield return bytes[at..];
        }
    }

    /// <summary>What has to be read, in this order.</summary>
    public IEnumerable<string> Expected => Messages.SelectMany(m => m.Expected);

    public override string ToString() => $"messages {string.Join(" | ", Messages)}; parts {string.Join(' ', PartLengths)}";

    private static IEnumerable<Conversation> Shrink(Conversation failing)
    {
        for (var i = 0; i < failing.Messages.Count; i++)
            yield return failing with { Messages = [.. failing.Messages.Where((_, at) => at != i)] };
        for (var i = 0; i < failing.PartLengths.Count; i++)
            yield return failing with { PartLengths = [.. failing.PartLengths.Where((_, at) => at != i)] };
    }

    /// <summary>A message, cut at places given modulo its length, with pings between the fragments or without.</summary>
    internal sealed record Message(FrameOpcode Opcode, byte[] Payload, int[] Cuts, bool Pings)
    {
        private bool IsControl => Opcode >= FrameOpcode.Close;

        private int[] Ends => IsControl
            ? [Payload.Length]
            : [.. Cuts.Select(c => c % (Payload.Length + 1)).Order(), Payload.Length];

        public IEnumerable<string> Expected =>
            [.. Enumerable.Repeat("Ping 2a", Pings ? Ends.Length - 1 : 0), ReaderProbe.Say(Opcode, Payload)];

        public IEnumerable<byte[]> Frames
        {
            get
            {
                var start = 0;
                for (var i = 0; i < Ends.Length; i++)
                {
                    var opcode = i == 0 ? Opcode : FrameOpcode.Continuation;
                    yield return ClientFrame.Of(opcode, Payload.AsSpan(start..Ends[i]), final: i == Ends.Length - 1);
                    start = Ends[i];
                    if (Pings && i < Ends.Length - 1) yield return ClientFrame.Ping("*"u8);
                }
            }
        }

        public override string ToString() =>
            $"{Opcode} of {Payload.Length} bytes cut at [{string.Join(' ', Ends)}] pings {Pings}";
    }
}

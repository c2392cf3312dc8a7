using FsCheck;
using FsCheck.Fluent;

namespace Parley.Tests.WebSockets.Frames;

public sealed class AnyPartsTests
{
    [Fact]
    public void However_messages_are_fragmented_and_cut_they_read_back_the_same() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Conversation.Any, conversation =>
        {
            var probe = new ReaderProbe(maxMessageBytes: 70_000).Feed(conversation.Parts);
            return probe.Read.SequenceEqual(conversation.Expected).Label($"read {string.Join(" | ", probe.Read)}")
                .And((probe.Fault is null).Label($"fault {probe.Fault}"))
                .And((!probe.Reader.InMessage && probe.Reader.Held == 0).Label("nothing is left over"));
        }));
}

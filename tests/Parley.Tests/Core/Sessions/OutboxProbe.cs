using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>An outbox over a <see cref="RecordingSender"/>, with what it said of its end.</summary>
internal sealed class OutboxProbe
{
    public OutboxProbe(int messages = 1000, int bytes = 1024 * 1024) =>
        Outbox = new Outbox(Sender, new OutboxLimits(messages, bytes), (_, how) => Ends.Add(how));

    public Outbox Outbox { get; }

    public RecordingSender Sender { get; } = new();

    public List<OutboxEnd> Ends { get; } = [];

    /// <summary>Puts all texts in one batch, which flushes at its end; says what each put returned.</summary>
    public bool[] Put(params string[] texts)
    {
        var put = new bool[texts.Length];
        FlushBatch.Run((this, texts, put), static s =>
        {
            for (var i = 0; i < s.texts.Length; i++) s.put[i] = s.Item1.Outbox.TryPut(TestFrames.Text(s.texts[i]));
        });
        return put;
    }

    public void Complete(CloseCode code = CloseCode.Normal) =>
        FlushBatch.Run((this, code), static s => s.Item1.Outbox.Complete(CloseFrame.Of(s.code, "")));
}

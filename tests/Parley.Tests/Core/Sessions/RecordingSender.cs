using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>What an outbox drains into: keeps copies of the frames, send by send, and can be held up.</summary>
internal sealed class RecordingSender : IFrameSender
{
    private readonly List<List<byte[]>> sends = [];
    private TaskCompletionSource<bool>? held;

    /// <summary>The frames of each send.</summary>
    public IReadOnlyList<IReadOnlyList<byte[]>> Sends => sends;

    /// <summary>All frames that were sent, as the payload's text.</summary>
    public IEnumerable<string> Texts => sends.SelectMany(f => f).Select(TestFrames.TextOf);

    /// <summary>Whether the connection still takes anything.</summary>
    public bool Alive { get; set; } = true;

    public ValueTask<bool> SendAsync(ReadOnlySpan<Frame> frames)
    {
        sends.Add([.. frames.ToArray().Select(f => f.Bytes.ToArray())]);
        return held is null ? new ValueTask<bool>(Alive) : new ValueTask<bool>(held.Task);
    }

    /// <summary>From now on a send does not complete, as with a reader that does not read.</summary>
    public void Hold() => held = new TaskCompletionSource<bool>();

    /// <summary>Completes the send that waits, on this thread.</summary>
    public void Resume()
    {
        var waiting = held;
        held = null;
        waiting?.SetResult(Alive);
    }
}

using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>What an outbox drains into: keeps copies of the frames, flush by flush, and can be held up.</summary>
internal sealed class RecordingWriter : IFrameWriter
{
    private readonly List<List<byte[]>> flushes = [];
    private List<byte[]> written = [];
    private TaskCompletionSource<bool>? held;

    /// <summary>The frames of each flush.</summary>
    public IReadOnlyList<IReadOnlyList<byte[]>> Flushes => flushes;

    /// <summary>All frames that were flushed, as the payload's text.</summary>
    public IEnumerable<string> Texts => flushes.SelectMany(f => f).Select(TestFrames.TextOf);

    /// <summary>Whether the connection still takes anything.</summary>
    public bool Alive { get; set; } = true;

    public void Write(in Frame frame) => written.Add(frame.Bytes.ToArray());

    public ValueTask<bool> FlushAsync()
    {
        flushes.Add(written);
        written = [];
        return held is null ? new ValueTask<bool>(Alive) : new ValueTask<bool>(held.Task);
    }

    /// <summary>From now on a flush does not complete, as with a reader that does not read.</summary>
    public void Hold() => held = new TaskCompletionSource<bool>();

    /// <summary>Completes the flush that waits, on this thread.</summary>
    public void Resume()
    {
        var waiting = held;
        held = null;
        waiting?.SetResult(Alive);
    }
}

using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>
/// What a session that polls has and one with a WebSocket has not: packets that wait for a poll, a poll that waits for
/// packets, and requests that must not overlap. Not thread-safe: the session's lock guards it.
/// </summary>
internal sealed class Polling(OutboxLimits limits)
{
    private readonly SendQueue queue = new(limits);
    private TaskCompletionSource? poll;
    private TaskCompletionSource? written;
    private TaskCompletionSource? room;
    private bool posting;
    private bool opened;

    /// <summary>Whether a request has come since the one that opened the session: some clients send none beside a probe.</summary>
    public bool IsUsed { get; private set; }

    /// <summary>Whether a poll waits to be answered.</summary>
    public bool HasPoll => poll is not null;

    /// <summary>Sends packets by this poll or the next. <c>false</c> when too much waits: it is dropped.</summary>
    public bool TrySend(ReadOnlySpan<Frame> frames)
    {
        foreach (ref readonly var frame in frames)
        {
            if (queue.TryAdd(frame)) continue;
            queue.Clear();
            return false;
        }

        poll?.TrySetResult();
        return true;
    }

    /// <summary>A poll came in, the only one. It is to be answered once the task has completed.</summary>
    /// <param name="atOnce">Whether there is something to say that is in no queue.</param>
    /// <param name="atLatest">When it is to be answered though there is nothing; <c>null</c> for never.</param>
    public Task Begin(bool atOnce, Task? atLatest)
    {
        IsUsed = opened;
        opened = true;
        poll = NewSource();
        if (atOnce || queue.Count > 0) poll.SetResult();
        Task ready = atLatest is null ? poll.Task : Task.WhenAny(poll.Task, atLatest);
        // Answers go over different connections: the next is not to overtake the last.
        return written is null ? ready : Task.WhenAll(ready, written.Task);
    }

    /// <summary>Lets the poll that waits be answered, with what there is.</summary>
    public void Release() => poll?.TrySetResult();

    /// <summary>The body of the poll's answer, in a rented array. <see cref="EndAnswer"/> has to follow.</summary>
    /// <param name="last">What ends it, when no other follows.</param>
    public (byte[] Rented, int Length) Answer(in Frame last)
    {
        poll = null;
        written = NewSource();
        if (!last.IsEmpty) queue.TryAdd(last);
        else if (queue.Count == 0) queue.TryAdd(EngineFrames.Noop);
        var payload = queue.TakePayload();
        ReleasePost();
        return payload;
    }

    /// <summary>The answer is written, or never will be.</summary>
    public void EndAnswer()
    {
        written?.TrySetResult();
        written = null;
    }

    /// <summary>A POST came in. <c>false</c> when there is one already.</summary>
    public bool TryBeginPost()
    {
        if (posting) return false;
        return posting = IsUsed = true;
    }

    public void EndPost() => posting = false;

    /// <summary>Completes when not too much waits for polls.</summary>
    public Task RoomAsync() => queue.IsHalfFull ? (room ??= NewSource()).Task : Task.CompletedTask;

    /// <summary>Lets the POST go on that waits for room.</summary>
    public void ReleasePost()
    {
        room?.TrySetResult();
        room = null;
    }

    /// <summary>Sends what waits over a WebSocket that takes over, and lets every request end.</summary>
    public void MoveTo(IConnection webSocket)
    {
        while (queue.TryTake(out var frame)) webSocket.TrySend(frame);
        Release();
        ReleasePost();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

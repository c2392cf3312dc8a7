using System.Buffers;
using Parley.Bench.Polling;

namespace Parley.Bench.Load;

/// <summary>
/// A client of Engine.IO 4 by long polling, as browsers do it: one connection on which a GET always waits, and one on
/// which packets are POSTed. What is sent while a POST is under way goes out with the next one.
/// </summary>
internal sealed class PollingClient(int key, ClientPlan plan, Connection polls, Connection posts) : Client(key, plan)
{
    private readonly ClientPlan plan = plan;
    private readonly ArrayBufferWriter<byte> waiting = new();
    private readonly ArrayBufferWriter<byte> request = new();
    private byte[] poll = [];
    private byte[] postHead = [];
    private bool posting;

    internal override void Open() => polls.Send(plan.Request);

    /// <summary>Sends one packet.</summary>
    internal override void Send(byte[] frames, int length)
    {
        PollingPayload.Add(waiting, frames.AsSpan(0, length));
        if (!posting)
            Post();
    }

    internal override void Receive(Connection connection, Span<byte> buffer, IClientEvents events)
    {
        var received = connection.Receive(buffer);
        if (received.IsEmpty)
            return;
        var scanner = new ResponseScanner(received);
        while (scanner.MoveNext())
        {
            if (connection == polls)
                OnPolled(scanner.Body, events);
            else
                OnPosted();
        }
        connection.Keep(scanner.Rest);
        events.OnRead(this);
    }

    public override void Dispose()
    {
        polls.Dispose();
        posts.Dispose();
    }

    private void OnPolled(ReadOnlySpan<byte> body, IClientEvents events)
    {
        if (!IsOpen)
            BeginSession(body, events);
        // The next one first, as the clients of socket.io do it: a message is told once its poll is over.
        polls.Send(poll);
        foreach (var packet in PollingPayload.Split(body))
            OnData(body[packet], events);
    }

    private void BeginSession(ReadOnlySpan<byte> body, IClientEvents events)
    {
        var target = $"{plan.PollingTarget}&sid={PollingPayload.SessionId(body)}";
        (poll, postHead) = (PollingRequest.Get(target), PollingRequest.PostHead(target));
        Advance(events);
    }

    private void OnPosted()
    {
        posting = false;
        if (waiting.WrittenCount > 0)
            Post();
    }

    private void Post()
    {
        posting = true;
        PollingRequest.WritePost(request, postHead, waiting.WrittenSpan);
        waiting.ResetWrittenCount();
        posts.Send(request.WrittenSpan);
        request.ResetWrittenCount();
    }
}

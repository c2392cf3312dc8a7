namespace Parley.EngineIo.Sockets;

/// <summary>Acknowledgements that one client still owes.</summary>
internal sealed class PendingAcks(int atMost)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, TaskCompletionSource<SocketIoAck>> waiting = [];
    private long last = -1;
    private bool failed;

    public (long Id, Task<SocketIoAck> Answer) Add()
    {
        lock (gate)
        {
            if (failed) throw new InvalidOperationException("The socket is gone.");
            if (waiting.Count >= atMost)
                throw new InvalidOperationException($"{atMost} acknowledgements of this socket are waited for already.");
            var answer = new TaskCompletionSource<SocketIoAck>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting[++last] = answer;
            return (last, answer.Task);
        }
    }

    public void Remove(long id)
    {
        lock (gate) waiting.Remove(id);
    }

    public void Complete(long id, ReadOnlySpan<byte> json, ReadOnlyMemory<byte>[] attachments)
    {
        TaskCompletionSource<SocketIoAck>? answer;
        lock (gate) waiting.Remove(id, out answer);
        answer?.TrySetResult(new SocketIoAck(json.ToArray(), attachments));
    }

    public void Fail()
    {
        lock (gate)
        {
            failed = true;
            foreach (var (_, answer) in waiting)
                answer.TrySetException(new InvalidOperationException("The socket went before it acknowledged."));
            waiting.Clear();
        }
    }
}

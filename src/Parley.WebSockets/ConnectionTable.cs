using System.Collections.Concurrent;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.WebSockets;

/// <summary>All open WebSockets of this node.</summary>
/// <param name="clock">Time for the ticks.</param>
public sealed class ConnectionTable(Clock clock)
{
    private readonly ConcurrentDictionary<WebSocketConnection, byte> connections = new(ReferenceEqualityComparer.Instance);

    private int count;
    private TaskCompletionSource? emptied;

    /// <summary>How many are open.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>How many messages wait in all outboxes, and in the fullest one.</summary>
    public (long Total, long Deepest) OutboxDepth()
    {
        var (total, deepest) = (0L, 0L);
        foreach (var (connection, _) in connections)
        {
            total += connection.OutboxDepth;
            deepest = Math.Max(deepest, connection.OutboxDepth);
        }

        return (total, deepest);
    }

    /// <summary>Pings and cuts off what is dead. Called about once a second.</summary>
    public void Tick()
    {
        var now = clock.Milliseconds;
        foreach (var (connection, _) in connections)
        {
            var dead = false;
            FlushBatch.Begin();
            try
            {
                dead = connection.Tick(now);
            }
            finally
            {
                FlushBatch.End();
            }

            if (dead) connection.Abort();
        }
    }

    /// <summary>Asks every client to go, and to reconnect elsewhere.</summary>
    public void CloseAll(CloseCode code, string reason)
    {
        foreach (var (connection, _) in connections) connection.Close(code, reason);
    }

    /// <summary>Asks at most so many of those to go that are not going yet, and says how many it asked.</summary>
    public int CloseSome(int most, CloseCode code, string reason)
    {
        var asked = 0;
        foreach (var (connection, _) in connections)
        {
            if (asked == most) break;
            if (connection.IsClosing) continue;
            connection.Close(code, reason);
            asked++;
        }

        return asked;
    }

    /// <summary>Completes when none is open any more. For when no new one comes.</summary>
    public Task WhenEmpty()
    {
        var made = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = Interlocked.CompareExchange(ref emptied, made, null) ?? made;
        // Looked at after the exchange, as the last one to go looks at that after it has counted itself out.
        if (Count == 0) end.TrySetResult();
        return end.Task;
    }

    /// <summary>Cuts every connection.</summary>
    public void AbortAll()
    {
        foreach (var (connection, _) in connections) connection.Abort();
    }

    internal void Add(WebSocketConnection connection)
    {
        connections.TryAdd(connection, 0);
        Interlocked.Increment(ref count);
    }

    internal void Remove(WebSocketConnection connection)
    {
        if (connections.TryRemove(connection, out _) && Interlocked.Decrement(ref count) == 0)
            Volatile.Read(ref emptied)?.TrySetResult();
    }
}

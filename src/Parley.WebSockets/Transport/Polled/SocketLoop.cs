using System.Collections.Concurrent;
using Parley.Core.Sessions;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>
/// One thread that polls sockets, and runs what their data causes. All that one wait has brought is one
/// <see cref="FlushBatch"/>: who gets messages from several of them gets them in one send.
/// </summary>
internal sealed class SocketLoop
{
    private readonly Epoll epoll = new();

    /// <summary>By keys that are never used again: what is told of a descriptor that was closed meanwhile finds nobody.</summary>
    private readonly ConcurrentDictionary<long, IPolled> polled = new();

    private long lastKey;

    /// <summary>The time when the last wait ended, in milliseconds, as <see cref="Environment.TickCount64"/> counts.</summary>
    public long Now { get; private set; }

    public void Start(string name) => new Thread(Run) { IsBackground = true, Name = name }.UnsafeStart();

    /// <summary>Polls a descriptor from now on. <c>false</c> when the kernel has no room for it.</summary>
    /// <param name="descriptor">What to poll.</param>
    /// <param name="owner">Whom to tell.</param>
    /// <param name="key">What it is known by here; there before the owner is told of anything.</param>
    public bool TryAdd(int descriptor, IPolled owner, out long key)
    {
        key = Interlocked.Increment(ref lastKey);
        polled[key] = owner;
        if (epoll.TryAdd(descriptor, key)) return true;
        Remove(key);
        return false;
    }

    /// <summary>Tells the owner, on this loop's thread, as soon as the descriptor is ready, be it now.</summary>
    public void Ask(int descriptor, long key) => epoll.Ask(descriptor, key);

    /// <summary>Forgets a descriptor that is being closed.</summary>
    public void Remove(long key) => polled.TryRemove(key, out _);

    private void Run()
    {
        while (true)
        {
            var count = epoll.Wait();
            Now = Environment.TickCount64;
            FlushBatch.Begin();
            try
            {
                for (var i = 0; i < count; i++) Tell(epoll.Key(i), epoll.Events(i));
            }
            finally
            {
                FlushBatch.End();
            }
        }
    }

    private void Tell(long key, uint events)
    {
        if (!polled.TryGetValue(key, out var owner)) return;
        try
        {
            owner.OnReady(events);
        }
        catch (Exception failure)
        {
            owner.OnFailure(failure);
        }
    }
}

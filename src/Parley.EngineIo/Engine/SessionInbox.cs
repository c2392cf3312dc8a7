namespace Parley.EngineIo.Engine;

/// <summary>
/// Tells a session's handler what comes in, one after another, and last of all the end. A handler that has to wait for
/// something pauses it; what comes meanwhile is held, within bounds, and told afterwards.
/// </summary>
/// <param name="maxHeld">Most bytes that are held.</param>
internal sealed class SessionInbox(int maxHeld)
{
    private const int MaxHeldMessages = 1000;

    private readonly Lock gate = new();
    private Queue<(byte[] Message, bool Binary)>? held;
    private int heldBytes;
    private string? closeReason;
    private bool busy;
    private bool paused;
    private bool unreadable;

    /// <summary>Who is told. Set before anything can come.</summary>
    public IEngineHandler Handler { get; set; } = null!;

    /// <summary>Tells a message, now or when the handler goes on. <c>false</c> when it can't be read.</summary>
    /// <param name="message">The message; copied where it has to be held.</param>
    /// <param name="binary">What it is.</param>
    /// <param name="overlapped">It came while another one was being told, which no client has a reason for.</param>
    public bool TryTell(ReadOnlySpan<byte> message, bool binary, out bool overlapped)
    {
        overlapped = false;
        lock (gate)
        {
            if (unreadable || closeReason is not null) return false;
            if (busy)
            {
                overlapped = held is null || held.Count >= MaxHeldMessages || heldBytes + message.Length > maxHeld;
                if (overlapped) return false;
                held!.Enqueue((message.ToArray(), binary));
                heldBytes += message.Length;
                return true;
            }

            busy = true;
        }

        var read = false;
        try
        {
            read = Handler.Receive(message, binary);
        }
        finally
        {
            Release(read);
        }

        return read;
    }

    /// <summary>To be called by the handler within <see cref="IEngineHandler.Receive"/>; <see cref="Resume"/> has to follow.</summary>
    public void Pause()
    {
        lock (gate)
        {
            paused = true;
            held ??= [];
        }
    }

    /// <summary>Goes on, on this thread: first with <paramref name="first"/>, then with what was held.</summary>
    /// <returns><c>false</c> when some of it could not be read.</returns>
    public bool Resume(Action first)
    {
        lock (gate) paused = false;
        try
        {
            first();
        }
        finally
        {
            Release(true);
        }

        lock (gate) return !unreadable;
    }

    /// <summary>Tells the end, once whoever is with the handler is done.</summary>
    public void Close(string reason)
    {
        lock (gate)
        {
            closeReason = reason;
            if (busy) return;
            busy = true;
        }

        Handler.Closed(reason);
    }

    private void Release(bool read)
    {
        while (true)
        {
            (byte[] Message, bool Binary) next;
            lock (gate)
            {
                unreadable |= !read;
                // Resume comes here again.
                if (paused) return;
                if (closeReason is not null) break;
                if (unreadable || held is null || !held.TryDequeue(out next))
                {
                    (held, heldBytes, busy) = (null, 0, false);
                    return;
                }

                heldBytes -= next.Message.Length;
            }

            read = Handler.Receive(next.Message, next.Binary);
        }

        Handler.Closed(closeReason);
    }
}

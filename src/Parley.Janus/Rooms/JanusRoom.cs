using System.Text.Json;
using Parley.Core.Media;
using Parley.Janus.Api;

namespace Parley.Janus.Rooms;

/// <summary>A room of Janus's videoroom plugin.</summary>
internal sealed class JanusRoom(JanusServer server, JanusSession session, JanusHandle control, ulong number, string secret, MediaRoomOptions options)
    : IMediaRoom
{
    /// <summary>How often a watcher's stream is looked for, in case nobody said that it came.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan ShortLook = TimeSpan.FromMilliseconds(100);

    private readonly Lock gate = new();
    private readonly HashSet<JanusLink> links = [];
    private readonly Queue<MediaEvent> untold = [];
    private int uplinks;
    private bool telling;
    private bool ended;
    private bool lost;

    /// <summary>What it is on.</summary>
    public JanusServer Server => server;

    public JanusSession Session => session;

    /// <summary>The handle over which rooms as a whole are spoken of.</summary>
    public JanusHandle Control => control;

    public ulong Number => number;

    public string Secret => secret;

    public MediaRoomOptions Options => options;

    public async Task<IUplink> PublishAsync(string label, string offer, CancellationToken cancellationToken)
    {
        CheckEnded();
        SdpSections.CheckOffer(offer, options.AudioOnly);
        Reserve();
        JanusUplink? uplink = null;
        try
        {
            uplink = new JanusUplink(this, await AttachAsync(cancellationToken));
            await uplink.PublishAsync(label, offer, cancellationToken);
            Add(uplink);
            return uplink;
        }
        catch
        {
            lock (gate) uplinks--;
            if (uplink is not null) _ = uplink.DisposeAsync().AsTask(); // sees to itself, and the caller may be in a hurry
            throw;
        }
    }

    public async Task<IDownlink> WatchAsync(IUplink uplink, CancellationToken cancellationToken)
    {
        if (uplink is not JanusUplink watched || watched.Room != this) throw new ArgumentException("It is of another room.", nameof(uplink));
        CheckEnded();
        var began = session.Time.GetTimestamp();
        await FlowsAsync(watched, Look, began, cancellationToken);
        var downlink = new JanusDownlink(this, await AttachAsync(cancellationToken), watched);
        try
        {
            while (!await downlink.TryJoinAsync(cancellationToken))
            {
                watched.CheckEnded();
                await Task.Delay(ShortLook, session.Time, cancellationToken);
                await FlowsAsync(watched, Look, began, cancellationToken);
            }

            Add(downlink);
            return downlink;
        }
        catch
        {
            _ = downlink.DisposeAsync().AsTask(); // sees to itself, and the caller may be in a hurry
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        JanusLink[] all;
        lock (gate)
        {
            if (ended) return;
            ended = true;
            untold.Clear();
            all = [.. links];
        }

        await Task.WhenAll(all.Select(link => link.DisposeAsync().AsTask()));
        await server.DestroyAsync(this);
    }

    /// <summary>Asks about the room as a whole.</summary>
    /// <exception cref="MediaException">Janus said no, or nothing.</exception>
    internal async Task<JanusMessage> AskAsync(Action<Utf8JsonWriter> body, CancellationToken cancellationToken)
    {
        try
        {
            return await control.AskAsync(body, null, cancellationToken);
        }
        catch (JanusException fault)
        {
            throw fault.ToMedia();
        }
    }

    /// <summary>The session on Janus has ended.</summary>
    internal void Lose(string reason)
    {
        JanusLink[] all;
        lock (gate)
        {
            if (ended) return;
            (ended, lost) = (true, true);
            all = [.. links];
            links.Clear();
            server.Count(-all.Length);
            untold.Enqueue(new MediaRoomLost(reason));
        }

        foreach (var link in all) link.Lose();
        TellAll();
    }

    /// <summary>Tells what happened, one after the other, and nothing after the end.</summary>
    internal void Tell(MediaEvent happened)
    {
        lock (gate)
        {
            if (ended) return;
            untold.Enqueue(happened);
        }

        TellAll();
    }

    internal void HangUpWatchers(JanusUplink uplink)
    {
        JanusDownlink[] watchers;
        lock (gate) watchers = [.. links.OfType<JanusDownlink>().Where(d => d.Uplink == uplink)];
        foreach (var watcher in watchers) watcher.BecomeHungUp("the publisher's stream has ended");
    }

    internal void Remove(JanusLink link)
    {
        lock (gate)
        {
            if (!links.Remove(link)) return;
            server.Count(-1);
            if (link is JanusUplink) uplinks--;
        }
    }

    /// <exception cref="MediaException">It has ended.</exception>
    internal void CheckEnded()
    {
        lock (gate)
        {
            if (lost) throw new MediaException(MediaFault.ServerFailed, "The media server is gone: try again.");
            if (ended) throw new MediaException(MediaFault.StreamGone, "The room has ended.");
        }
    }

    /// <summary>While the connection was broken, Janus told nobody who came and went. The publishers, others wait for.</summary>
    internal async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var answer = await AskAsync(VideoRoom.ListParticipants(number), cancellationToken);
        if (!answer.Plugin.TryGetProperty("participants", out var participants)) return;
        var publishing = participants.EnumerateArray()
            .Where(p => JanusMessage.Flag(p, "publisher")).Select(p => JanusMessage.Number(p, "id")).ToHashSet();
        JanusUplink[] all;
        lock (gate) all = [.. links.OfType<JanusUplink>()];
        foreach (var uplink in all)
        {
            if (publishing.Contains(uplink.Feed) && !uplink.Connected) uplink.BecomeConnected();
            else if (!publishing.Contains(uplink.Feed) && uplink.Connected) uplink.BecomeHungUp("its connection ended unseen");
        }
    }

    /// <summary>By one thread at a time, so that the order holds; and without the lock, as whoever is told has locks of its own.</summary>
    private void TellAll()
    {
        lock (gate)
        {
            if (telling) return;
            telling = true;
        }

        while (true)
        {
            MediaEvent? next;
            lock (gate)
            {
                telling = untold.TryDequeue(out next);
                if (!telling) return;
            }

            options.Notify(next!);
        }
    }

    private void Reserve()
    {
        lock (gate)
        {
            if (uplinks >= options.MaxPublishers)
                throw new MediaException(MediaFault.Full, $"The room has {options.MaxPublishers} publishers, as many as it may.");
            uplinks++;
        }
    }

    private void Add(JanusLink link)
    {
        lock (gate)
        {
            CheckEnded();
            links.Add(link);
            server.Count(1);
        }
    }

    private async Task<JanusHandle> AttachAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await session.AttachAsync(cancellationToken);
        }
        catch (JanusException fault)
        {
            throw fault.ToMedia();
        }
    }

    private async Task FlowsAsync(JanusUplink watched, TimeSpan look, long began, CancellationToken cancellationToken)
    {
        var patience = session.Options.MediaTimeout;
        while (!await watched.FlowsAsync(look, cancellationToken))
        {
            if (session.Time.GetElapsedTime(began) >= patience)
                throw new MediaException(MediaFault.ServerFailed, $"No media came from the publisher within {patience.TotalSeconds} s: try again.");
        }
    }
}

using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>A room of the <see cref="FakeMediaServer"/>.</summary>
internal sealed class FakeMediaRoom(FakeMediaServer server, MediaRoomOptions options) : IMediaRoom
{
    private readonly Lock gate = new();
    private readonly List<FakeUplink> uplinks = [];
    private readonly List<FakeDownlink> downlinks = [];
    private int opening;
    private bool ended;

    public FakeMediaServer Server => server;

    public MediaRoomOptions Options => options;

    /// <summary>Whether it ended with the server.</summary>
    public bool Lost { get; private set; }

    /// <summary>Publishers' streams that have not ended, oldest first.</summary>
    public IReadOnlyList<FakeUplink> Uplinks
    {
        get
        {
            lock (gate) return [.. uplinks];
        }
    }

    /// <summary>Watchers' streams that have not ended, oldest first.</summary>
    public IReadOnlyList<FakeDownlink> Downlinks
    {
        get
        {
            lock (gate) return [.. downlinks];
        }
    }

    public async Task<IUplink> PublishAsync(string label, string offer, CancellationToken cancellationToken)
    {
        CheckEnded();
        FakeSdp.CheckOffer(offer, options.AudioOnly);
        lock (gate)
        {
            if (uplinks.Count + opening >= options.MaxPublishers)
                throw new MediaException(MediaFault.Full, $"The room has {options.MaxPublishers} publishers, as many as it may.");
            opening++;
        }

        try
        {
            await server.AnswerableAsync(cancellationToken);
            var uplink = new FakeUplink(this, label, offer);
            lock (gate)
            {
                CheckEnded();
                uplinks.Add(uplink);
            }

            if (server.ConnectsAtOnce) uplink.Connect();
            return uplink;
        }
        finally
        {
            lock (gate) opening--;
        }
    }

    public async Task<IDownlink> WatchAsync(IUplink uplink, CancellationToken cancellationToken)
    {
        CheckEnded();
        await server.AnswerableAsync(cancellationToken);
        var watched = (FakeUplink)uplink;
        await watched.FlowsAsync(cancellationToken);
        var downlink = new FakeDownlink(this, watched);
        lock (gate)
        {
            CheckEnded();
            watched.CheckEnded();
            downlinks.Add(downlink);
        }

        return downlink;
    }

    public async ValueTask DisposeAsync()
    {
        lock (gate) ended = true;
        foreach (var link in Links()) await link.DisposeAsync();
        server.Remove(this);
    }

    /// <summary>The server has died.</summary>
    internal void Lose(string reason)
    {
        lock (gate)
        {
            if (ended) return;
            ended = true;
            Lost = true;
        }

        foreach (var link in Links()) link.End();
        server.Remove(this);
        options.Notify(new MediaRoomLost(reason));
    }

    internal void Tell(MediaEvent happened)
    {
        lock (gate)
        {
            if (ended) return;
        }

        options.Notify(happened);
    }

    internal void Remove(FakeMediaLink link)
    {
        lock (gate)
        {
            if (link is FakeUplink up) uplinks.Remove(up);
            else downlinks.Remove((FakeDownlink)link);
        }
    }

    internal void CheckEnded()
    {
        lock (gate)
        {
            if (Lost) throw FakeMediaServer.Failed();
            if (ended) throw new MediaException(MediaFault.StreamGone, "The room has ended.");
        }
    }

    private FakeMediaLink[] Links()
    {
        lock (gate) return [.. downlinks, .. uplinks];
    }
}

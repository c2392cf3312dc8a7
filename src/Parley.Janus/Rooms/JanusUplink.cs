using Parley.Core.Media;
using Parley.Janus.Api;

namespace Parley.Janus.Rooms;

/// <summary>A publisher's stream on Janus.</summary>
internal sealed partial class JanusUplink(JanusRoom room, JanusHandle handle) : JanusLink(room, handle), IUplink
{
    /// <summary>
    /// Whoever offers and never connects is not kept: over HTTP it may be a client that did not get the answer, and whom
    /// nothing else would end.
    /// </summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(20);

    private readonly SemaphoreSlim negotiation = new(1, 1);
    private readonly Lock gate = new();
    private TaskCompletionSource flows = NewFlows();
    private ITimer? arrival;
    private bool muted;
    private string latest = "";

    /// <summary>What Janus calls the publisher.</summary>
    public ulong Feed { get; private set; }

    /// <summary>What it sends, by Janus's latest answer.</summary>
    public IReadOnlyList<SdpSection> Sections { get; private set; } = [];

    public async Task<string> OfferAgainAsync(string offer, CancellationToken cancellationToken)
    {
        CheckEnded();
        SdpSections.CheckOffer(offer, Room.Options.AudioOnly);
        await negotiation.WaitAsync(cancellationToken);
        try
        {
            CheckEnded();
            var answer = SdpOf(await AskAsync(VideoRoom.Configure(), ("offer", offer), cancellationToken));
            Take(answer);
            if (muted) await ModerateAsync(true, cancellationToken); // also what is new in it
            await HlsFollowsAsync(cancellationToken);
            return answer;
        }
        finally
        {
            negotiation.Release();
        }
    }

    public async Task SetMutedAsync(bool muted, CancellationToken cancellationToken)
    {
        CheckEnded();
        await negotiation.WaitAsync(cancellationToken);
        try
        {
            CheckEnded();
            this.muted = muted;
            await ModerateAsync(muted, cancellationToken);
        }
        finally
        {
            negotiation.Release();
        }
    }

    /// <summary>Joins the room with the publisher's first offer.</summary>
    internal async Task PublishAsync(string label, string offer, CancellationToken cancellationToken)
    {
        var joined = await AskAsync(VideoRoom.Publish(Room.Number, label), ("offer", offer), cancellationToken);
        Feed = JanusMessage.Number(joined.Plugin, "id");
        Sdp = SdpOf(joined);
        Take(Sdp);
        arrival = Room.Session.Time.CreateTimer(
            static uplink => ((JanusUplink)uplink!).GiveUpUnlessConnected(), this, ConnectTimeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Waits until its media flows, or for so long.</summary>
    /// <exception cref="MediaException">It has ended.</exception>
    internal async Task<bool> FlowsAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        Task waited;
        lock (gate) waited = flows.Task;
        try
        {
            await waited.WaitAsync(patience, Room.Session.Time, cancellationToken);
            CheckEnded();
            return true;
        }
        catch (TimeoutException)
        {
            CheckEnded();
            return false;
        }
    }

    protected override void OnConnected()
    {
        arrival?.Dispose();
        lock (gate) flows.TrySetResult();
    }

    /// <summary>Janus takes a publisher without a connection from all who watch, and they won't get it back by themselves.</summary>
    protected override void OnHungUp()
    {
        lock (gate)
        {
            if (flows.Task.IsCompleted) flows = NewFlows();
        }

        Room.HangUpWatchers(this);
    }

    protected override void OnEnded()
    {
        arrival?.Dispose();
        lock (gate) flows.TrySetResult();
        Room.HangUpWatchers(this);
        EndHls();
    }

    private void GiveUpUnlessConnected()
    {
        if (!Connected && !Disposed) BecomeHungUp("it never connected");
    }

    private static TaskCompletionSource NewFlows() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Take(string answer)
    {
        latest = answer;
        Sections = [.. SdpSections.Read(answer).Where(s => !s.Rejected)];
    }

    private async Task ModerateAsync(bool mute, CancellationToken cancellationToken)
    {
        foreach (var audio in Sections.Where(s => s.Kind == "audio"))
            await Room.AskAsync(VideoRoom.Moderate(Room.Number, Room.Secret, Feed, audio.Mid, mute), cancellationToken);
    }
}

using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>A publisher's stream on the <see cref="FakeMediaServer"/>.</summary>
internal sealed class FakeUplink(FakeMediaRoom room, string label, string offer)
    : FakeMediaLink(room, FakeSdp.Answer(offer, room.Server.NewId())), IUplink
{
    private TaskCompletionSource flows = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Label => label;

    /// <summary>The latest offer.</summary>
    public string Offer { get; private set; } = offer;

    /// <summary>How often it was negotiated again.</summary>
    public int Restarts { get; private set; }

    public bool Muted { get; private set; }

    /// <summary>What it is packaged as; <c>null</c> when it is not.</summary>
    public HlsName? Hls { get; private set; }

    public async Task<string> OfferAgainAsync(string offer, CancellationToken cancellationToken)
    {
        CheckEnded();
        FakeSdp.CheckOffer(offer, Room.Options.AudioOnly);
        await AnswerableAsync(cancellationToken);
        Offer = offer;
        Restarts++;
        if (Room.Server.ConnectsAtOnce) Connect();
        return FakeSdp.Answer(offer, Room.Server.NewId());
    }

    public async Task SetMutedAsync(bool muted, CancellationToken cancellationToken)
    {
        await AnswerableAsync(cancellationToken);
        Muted = muted;
    }

    public async Task<string> StartHlsAsync(HlsName name, CancellationToken cancellationToken)
    {
        await AnswerableAsync(cancellationToken);
        Hls = name;
        return $"/live/{Uri.EscapeDataString(name.UserId)}/{Uri.EscapeDataString(name.StreamId)}/playlist.m3u8";
    }

    /// <summary>Packaging it fails, and it goes on.</summary>
    public void Unpackage()
    {
        Hls = null;
        Room.Tell(new MediaUnpackaged(this));
    }

    internal async Task FlowsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await flows.Task.WaitAsync(FakeMediaServer.MediaTimeout, Room.Server.Time, cancellationToken);
        }
        catch (TimeoutException late)
        {
            throw new MediaException(MediaFault.ServerFailed, "No media came from the publisher: try again.", late);
        }

        CheckEnded();
    }

    protected override void OnConnected() => flows.TrySetResult();

    protected override void OnHungUp()
    {
        flows = new(TaskCreationOptions.RunContinuationsAsynchronously);
        HangUpWatchers();
    }

    protected override void OnEnded()
    {
        Hls = null;
        flows.TrySetResult();
        HangUpWatchers();
    }

    private void HangUpWatchers()
    {
        foreach (var watcher in Room.Downlinks.Where(d => d.Uplink == this)) watcher.HangUp("the publisher's stream has ended");
    }
}

using Parley.Core.Media;

namespace Parley.Protocols.Live.Media;

/// <summary>One publisher's stream on a media server: what is asked of it, in order.</summary>
internal sealed class UplinkWork(MediaPeer peer, LiveUplink uplink)
{
    /// <summary>Candidates come in bursts while an offer is being answered.</summary>
    public const int MostWaiting = 128;

    private const int MostServers = 3;

    private static readonly TimeSpan LossToldWithin = TimeSpan.FromSeconds(2);

    private readonly WorkQueue queue = new(MostWaiting, peer.Failed);
    private MediaPlace? place;
    private IUplink? link;
    private string? hls;

    /// <summary>What watchers are fed by, and where that is; <c>null</c> until it is there.</summary>
    public (MediaPlace Place, IUplink Link)? Source => link is { } there ? (place!, there) : null;

    public bool TryOffer(OfferUplink offer) => queue.TryAdd(stop => OfferAsync(offer, stop));

    public bool TryTrickle(RemoteCandidate? candidate) => queue.TryAdd(_ =>
    {
        link?.AddCandidate(candidate);
        return Task.CompletedTask;
    });

    public bool TryMute(bool muted) => queue.TryAdd(stop => MuteAsync(muted, stop));

    public void End() => queue.End(async () =>
    {
        if (link is not null) await link.DisposeAsync().ConfigureAwait(false);
    });

    private async Task OfferAsync(OfferUplink offer, CancellationToken stop)
    {
        try
        {
            var sdp = link is { } there
                ? await peer.Calls.AskAsync("restart", token => there.OfferAgainAsync(offer.Sdp, token), stop).ConfigureAwait(false)
                : await PublishAsync(offer, stop).ConfigureAwait(false);
            peer.Tell(new UplinkAnswered(peer, uplink, offer.Request, sdp, hls, place!.Number));
        }
        catch (MediaException failed)
        {
            // Lost in the middle: the room asks for an offer anew, which says more than a failure would.
            if (link is not null && place!.IsLost) return;
            peer.Tell(new UplinkRefused(peer, uplink, offer.Request, failed.Fault, failed.Message));
        }
    }

    private async Task<string> PublishAsync(OfferUplink offer, CancellationToken stop)
    {
        var published = await PublishSomewhereAsync(offer.Sdp, stop).ConfigureAwait(false);
        try
        {
            // Before the publisher has the answer, so that nothing of it is heard.
            if (offer.Muted)
                await peer.Calls.AskAsync("mute", token => published.SetMutedAsync(true, token), stop).ConfigureAwait(false);
            if (offer.Hls)
            {
                var name = new HlsName(uplink.Publisher.UserId, uplink.Publisher.SessionId!);
                hls = await peer.Calls.AskAsync("hls", token => published.StartHlsAsync(name, token), stop).ConfigureAwait(false);
            }

            if (!peer.TryBind(published, uplink)) throw new MediaException(MediaFault.ServerFailed, "The connection ended at once.");
            link = published;
            return published.Sdp;
        }
        catch
        {
            await published.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Where the room's server fails, and takes no other of the room's streams with it, another is tried.</summary>
    private async Task<IUplink> PublishSomewhereAsync(string sdp, CancellationToken stop)
    {
        var tried = new List<IMediaServer>();
        while (true)
        {
            var found = await peer.PlaceAsync(uplink, tried, stop).ConfigureAwait(false);
            try
            {
                var label = $"{uplink.Publisher.UserId}/{uplink.Publisher.SessionId}";
                place = found;
                return await peer.Calls.AskAsync(
                    "publish", token => found.Room!.PublishAsync(label, sdp, token), stop).ConfigureAwait(false);
            }
            catch (MediaException failed) when (failed.Fault == MediaFault.ServerFailed && tried.Count + 1 < MostServers)
            {
                if (!peer.IsAlone(uplink) && !await IsLostAsync(found, stop).ConfigureAwait(false)) throw;
                tried.Add(found.Server);
                peer.Placement.Leave(found);
            }
        }
    }

    /// <summary>A server that has died may fail a call before it says so of the room.</summary>
    private async Task<bool> IsLostAsync(MediaPlace found, CancellationToken stop)
    {
        if (found.IsLost || found.Server.IsHealthy) return found.IsLost;
        try
        {
            await found.Loss.WaitAsync(LossToldWithin, peer.Time, stop).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task MuteAsync(bool muted, CancellationToken stop)
    {
        if (link is not { } there) return;
        try
        {
            await peer.Calls.AskAsync("mute", token => there.SetMutedAsync(muted, token), stop).ConfigureAwait(false);
        }
        catch (MediaException failed)
        {
            // Who was muted is not heard, whatever the media server says.
            if (!muted) return;
            peer.NotMuted(failed.Message);
            peer.Tell(new UplinkEnded(peer, uplink));
        }
    }
}

using Parley.Core.Media;

namespace Parley.Protocols.Live.Media;

/// <summary>One watcher's stream on a media server: what is asked of it, in order.</summary>
internal sealed class DownlinkWork(MediaPeer peer, LiveDownlink downlink)
{
    private readonly WorkQueue queue = new(UplinkWork.MostWaiting, peer.Failed);
    private IDownlink? link;

    public bool TryOpen(LiveUplink uplink) => queue.TryAdd(stop => OpenAsync(uplink, stop));

    public bool TryAnswer(AnswerDownlink answer) => queue.TryAdd(stop => AnswerAsync(answer, stop));

    public bool TryTrickle(RemoteCandidate? candidate) => queue.TryAdd(_ =>
    {
        link?.AddCandidate(candidate);
        return Task.CompletedTask;
    });

    public void End() => queue.End(async () =>
    {
        if (link is not null) await link.DisposeAsync().ConfigureAwait(false);
    });

    private async Task OpenAsync(LiveUplink uplink, CancellationToken stop)
    {
        try
        {
            if (peer.Find(uplink)?.Source is not { } source)
                throw new MediaException(MediaFault.StreamGone, "to: has ended its stream.");
            var opened = await peer.Calls.AskAsync(
                "watch", token => source.Place.Room!.WatchAsync(source.Link, token), stop).ConfigureAwait(false);
            link = opened;
            if (!peer.TryBind(opened, downlink)) throw new MediaException(MediaFault.StreamGone, "to: has ended its stream.");
            peer.Tell(new DownlinkOffered(peer, downlink, uplink, opened.Sdp));
        }
        catch (MediaException failed)
        {
            peer.Tell(new DownlinkRefused(peer, downlink, uplink, failed.Fault, failed.Message));
        }
    }

    private async Task AnswerAsync(AnswerDownlink answer, CancellationToken stop)
    {
        try
        {
            await peer.Calls.AskAsync("answer", token => link!.AnswerAsync(answer.Sdp, token), stop).ConfigureAwait(false);
            peer.Tell(new AnswerTaken(peer, downlink, answer.Request));
        }
        catch (MediaException failed)
        {
            peer.Tell(new AnswerRefused(peer, downlink, answer.Request, failed.Fault, failed.Message));
        }
    }
}

using Parley.Core.Media;
using Parley.Janus.Api;

namespace Parley.Janus.Rooms;

/// <summary>A watcher's stream on Janus.</summary>
internal sealed class JanusDownlink(JanusRoom room, JanusHandle handle, JanusUplink uplink) : JanusLink(room, handle), IDownlink
{
    private int answered;

    /// <summary>What it shows.</summary>
    public JanusUplink Uplink => uplink;

    public async Task AnswerAsync(string answer, CancellationToken cancellationToken)
    {
        CheckEnded();
        SdpSections.CheckAnswer(answer);
        if (Interlocked.Exchange(ref answered, 1) != 0)
            throw new MediaException(MediaFault.BadRequest, "The offer has been answered already.");
        await AskAsync(VideoRoom.Start(), ("answer", answer), cancellationToken);
    }

    /// <summary>Asks for the stream's offer. <c>false</c> when its media does not flow yet, after all.</summary>
    internal async Task<bool> TryJoinAsync(CancellationToken cancellationToken)
    {
        try
        {
            Sdp = SdpOf(await Handle.AskAsync(VideoRoom.Watch(Room.Number, uplink.Feed), null, cancellationToken));
            return true;
        }
        catch (JanusException early) when (early.Code == JanusException.NoSuchFeed)
        {
            return false;
        }
        catch (JanusException fault)
        {
            throw fault.ToMedia();
        }
    }
}

using Parley.Core.Media;
using Parley.Core.Messages;

namespace Parley.Protocols.Live.Media;

/// <summary>Something that a room asks of its <see cref="MediaPeer"/>. No wire has a word for it.</summary>
internal abstract class MediaRequest : Event
{
    public override MessageKind Kind => MessageKind.Signal;
}

/// <summary>A publisher's offer: its first, or another over the same uplink. Answered by UplinkAnswered or UplinkRefused.</summary>
internal sealed class OfferUplink(LiveUplink uplink, string sdp, bool hls, bool muted, LiveRequest request) : MediaRequest
{
    public LiveUplink Uplink => uplink;

    public string Sdp => sdp;

    /// <summary>Whether it is to be packaged. Counts with the first offer.</summary>
    public bool Hls => hls;

    /// <summary>Whether its audio is cut from the beginning.</summary>
    public bool Muted => muted;

    public LiveRequest Request => request;
}

/// <summary>A publisher's candidate.</summary>
internal sealed class TrickleUplink(LiveUplink uplink, RemoteCandidate? candidate) : MediaRequest
{
    public LiveUplink Uplink => uplink;

    public RemoteCandidate? Candidate => candidate;
}

/// <summary>A publisher's audio is cut, or given back.</summary>
internal sealed class MuteUplink(LiveUplink uplink, bool muted) : MediaRequest
{
    public LiveUplink Uplink => uplink;

    public bool Muted => muted;
}

/// <summary>An uplink is over.</summary>
internal sealed class EndUplink(LiveUplink uplink) : MediaRequest
{
    public LiveUplink Uplink => uplink;
}

/// <summary>Somebody watches. Answered by DownlinkOffered or DownlinkRefused.</summary>
internal sealed class OpenDownlink(LiveDownlink downlink, LiveUplink uplink) : MediaRequest
{
    public LiveDownlink Downlink => downlink;

    public LiveUplink Uplink => uplink;
}

/// <summary>A watcher's answer. Only a failure is told: AnswerRefused.</summary>
internal sealed class AnswerDownlink(LiveDownlink downlink, string sdp, LiveRequest request) : MediaRequest
{
    public LiveDownlink Downlink => downlink;

    public string Sdp => sdp;

    public LiveRequest Request => request;
}

/// <summary>A watcher's candidate.</summary>
internal sealed class TrickleDownlink(LiveDownlink downlink, RemoteCandidate? candidate) : MediaRequest
{
    public LiveDownlink Downlink => downlink;

    public RemoteCandidate? Candidate => candidate;
}

/// <summary>A downlink is over.</summary>
internal sealed class EndDownlink(LiveDownlink downlink) : MediaRequest
{
    public LiveDownlink Downlink => downlink;
}

/// <summary>The room is over.</summary>
internal sealed class EndMedia : MediaRequest
{
    public static readonly EndMedia Instance = new();
}

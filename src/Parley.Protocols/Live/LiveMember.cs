using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live;

/// <summary>
/// One session's place in one room. Whoever connects makes it and sends it with each command; but for what it was made of
/// it is the room's, read and written under its lock.
/// </summary>
/// <param name="peer">Who gets the events: a connection, or somebody who speaks another protocol.</param>
/// <param name="session">The session.</param>
/// <param name="profile">How others see it.</param>
internal sealed class LiveMember(IPeer peer, LiveSessionInfo session, LiveProfile profile) : IMember
{
    private volatile LivePlace place;

    public IPeer Peer => peer;

    public string UserId => session.UserId;

    public LiveSessionInfo Session => session;

    public LiveProfile Profile => profile;

    /// <summary>Where it stands; the connection may look at it too.</summary>
    public LivePlace Place
    {
        get => place;
        set => place = value;
    }

    /// <summary>
    /// Told what the session would have to be opened with on another node, or <c>null</c> when it is not in the room any
    /// more; <c>null</c> where there is none.
    /// </summary>
    public Action<LiveStanding?>? Remember { get; set; }

    /// <summary>Whether it sent to a media server when it was on another node, and is to be asked for an offer.</summary>
    public bool MustOffer { get; set; }

    /// <summary>Sends, or only watches.</summary>
    public LiveRole Role { get; set; }

    /// <summary>The lower, the longer it has been a publisher: who has the lowest owns the room.</summary>
    public long PublisherSince { get; set; }

    /// <summary>Whether it says that it sends video.</summary>
    public bool Video { get; set; }

    /// <summary>Whether it says that it sends audio.</summary>
    public bool Audio { get; set; }

    /// <summary>When its last heartbeat came, in milliseconds of the clock; <c>null</c> for one that has sent none.</summary>
    public long? HeardAt { get; set; }

    /// <summary>Since when its connection is lost; <c>null</c> while it is there.</summary>
    public long? AwaySince { get; set; }

    /// <summary>Whether its connection is lost and its session kept, which takes what it is told.</summary>
    public bool IsKept { get; set; }

    /// <summary>What it sends to the media server; <c>null</c> while that is nothing.</summary>
    public Media.LiveUplink? Uplink { get; set; }

    /// <summary>What it watches, by the publisher's session.</summary>
    public Dictionary<LiveAddress, Media.LiveDownlink> Downlinks { get; private set; } = [];

    /// <summary>The same session has come back by another connection: what the earlier was and watched is this one's now.</summary>
    public void TakeOver(LiveMember earlier)
    {
        (Role, PublisherSince, HeardAt) = (earlier.Role, earlier.PublisherSince, earlier.HeardAt);
        Downlinks = earlier.Downlinks;
        earlier.Downlinks = [];
        foreach (var downlink in Downlinks.Values) downlink.Watcher = this;
    }
}

/// <summary>Where a member stands.</summary>
internal enum LivePlace
{
    /// <summary>Not in the room yet.</summary>
    New,

    /// <summary>In the room.</summary>
    In,

    /// <summary>Out of it for good; who comes back does so as a new member.</summary>
    Gone,
}

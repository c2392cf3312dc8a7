using Parley.Core.Resuming;

namespace Parley.Protocols.Live;

/// <content>What is needed to open the session again on another node. See docs/scaling.md.</content>
internal sealed partial class LiveSession
{
    private readonly LiveOpening? opening;
    private bool ended;

    // What its client is told as soon as it may hear something: of a zone's room, that it is over.
    private LivePutOut? untold;

    /// <summary>While its place in the room is kept, others are to know of it, wherever the room goes.</summary>
    public override bool IsAway => ended && places.Exists(p => p.Member.Place == LivePlace.In);

    /// <summary>Whether it is one room's part of a connection, whose own node has looked at what comes.</summary>
    private bool IsPart => opening is { IsWhole: false };

    /// <summary>It is in the room already, and nobody is to notice that this was elsewhere until now.</summary>
    /// <param name="standing">What it is there.</param>
    /// <param name="carried">What the other node gave for it to be resumed here, or <c>null</c>: then it can be no more.</param>
    public void Restore(LiveStanding standing, byte[]? carried)
    {
        if (scope.Zone is not null)
        {
            // The world begins anew without a media server, and says so to who is in it.
            untold = new LivePutOut(opening!.Rid, standing.Room.Channel, "this zone is not on the media server any more");
            Remember((opening with { Standing = null }).ToBytes());
            return;
        }

        session = standing.Session;
        rate.ShareWith(protocol.Users.Acquire(session.UserId));
        var place = NewPlace(opening!.Rid, scope.RoomOf(opening.Rid)!.Value);
        if (standing.Join.Length > 0)
        {
            place.Joined = new JoinLive(
                place.Member, standing.Room.Channel, new LiveRequest(LiveSignalType.Join, standing.Join), Creating: false,
                standing.Video, standing.Audio, IceServers: []);
        }

        if (carried is not null)
        {
            keptRid = place.Rid;
            KeepOn(protocol.Kept, BindingOf(place.Rid), protocol.Options.Grace, carried);
            // Unheard, but from now on messages count.
            Answer(default);
            // Its edge knows, but not that of the connection by which it will be resumed.
            Remember(opening.ToBytes());
        }

        protocol.Rooms.Dispatch(place.Room, new RestoreLive(place.Member, standing));
    }

    public override void Reopened()
    {
        if (untold is { } told) TryDeliver(told);
        untold = null;
        foreach (var place in places) protocol.Rooms.Dispatch(place.Room, new GoOnLive(place.Member));
    }

    private ResumeBinding BindingOf(string rid) =>
        new(LiveProtocol.Name, session!.UserId, $"{session.SessionId}\n{scope.RoomOf(rid)}");

    private Place NewPlace(string rid, Core.Rooms.RoomId room)
    {
        var member = new LiveMember(this, session!, profile ?? new LiveProfile(session!.UserId, session.UserId, ""));
        var place = new Place(rid, room, member);
        if (opening is not null && Remembers) member.Remember = standing => Remember(place, standing);
        places.Add(place);
        return place;
    }

    /// <summary>Under the room's lock.</summary>
    private void Remember(Place place, LiveStanding? standing)
    {
        if (standing is not null && IsKept && place.Joined is { } joined)
            standing = standing with { Join = joined.Request.Signal.ToArray() };
        Remember((opening! with { ExpiresAt = identity?.ExpiresAt, Standing = standing }).ToBytes());
    }
}

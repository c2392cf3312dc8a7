using System.Text.Json;
using Parley.Core.Identity;
using Parley.Core.Rooms;

namespace Parley.Protocols.Live;

/// <summary>What a good signal asks of which room.</summary>
internal sealed partial class LiveSession
{
    private const int MostRooms = 8;
    private const string NoSuchRoom = "rid: there is no such room for you.";

    private static readonly string TooManyRooms = $"This connection is in {MostRooms} rooms, as many as it may. Exit one of them.";

    private readonly List<Place> places = [];

    private void Handle(in LiveEnvelope envelope)
    {
        if (PlaceIn(envelope.Rid!, out var code, out var fault) is not { } place)
        {
            Refuse(envelope, default, code, fault);
            return;
        }

        var member = place.Member;
        if (envelope.Channel == LiveChannel.PeerToPeer
            && envelope.Type is LiveSignalType.Ice or LiveSignalType.Offer or LiveSignalType.Answer)
        {
            var signal = protocol.Codec.Relay(envelope, session!.UserId);
            protocol.Rooms.Dispatch(place.Room, new RelayLive(member, envelope.Type, signal, envelope.To));
            return;
        }

        var request = new LiveRequest(envelope.Type, envelope.Data.ToArray());
        if (Read(envelope, member, request, out var wrong) is { } command)
        {
            if (command is JoinLive join) place.Joined = join;
            protocol.Rooms.Dispatch(place.Room, command);
        }
        else Refuse(envelope, default, LiveCode.InvalidSignal, wrong);
    }

    /// <summary>The command, or <c>null</c> and what is wrong.</summary>
    private LiveCommand? Read(in LiveEnvelope envelope, LiveMember member, LiveRequest request, out string wrong)
    {
        wrong = "";
        var channel = envelope.Channel!.Value;
        switch (envelope.Type)
        {
            case LiveSignalType.Join:
                return new JoinLive(
                    member, channel, request, envelope.Creating, envelope.Video is true, envelope.Audio is true,
                    protocol.IceServersFor(member.UserId));
            case LiveSignalType.Offer:
                return ReadSdp(envelope, out wrong) is { } offer
                    ? new OfferLive(member, channel, request, offer, envelope.Restarting, envelope.Hls)
                    : null;
            case LiveSignalType.Answer:
                return ReadSdp(envelope, out wrong) is { } answer
                    ? new AnswerLive(member, channel, request, envelope.To!.Value, answer)
                    : null;
            case LiveSignalType.Ice:
                if (ReadText(envelope.Sdp, out var text) && CandidateField.Read(text, out var candidate) is null)
                    return new CandidateLive(member, channel, request, envelope.To, candidate);
                wrong = "sdp: is no candidate. Send its line, candidate:…, or an RTCIceCandidateInit as JSON; an empty one ends them.";
                return null;
            case LiveSignalType.Watch:
                return new WatchLive(member, channel, request, envelope.To!.Value);
            case LiveSignalType.Update:
                return new UpdateLive(member, channel, request, envelope.Video is true, envelope.Audio is true);
            case LiveSignalType.Heartbeat:
                return new HeartbeatLive(member, channel, request, envelope.Bid.ToArray(), envelope.WantsAck is true);
            case LiveSignalType.Kick:
                return new KickLive(member, channel, request, envelope.To!.Value, protocol.Codec.Relay(envelope, member.UserId));
            case LiveSignalType.PublishRequest:
                return new AskToPublish(member, channel, request, protocol.Codec.Relay(envelope, member.UserId));
            case LiveSignalType.PublishAccept or LiveSignalType.PublishReject:
                return new DecidePublish(
                    member, channel, request, envelope.To!.Value, envelope.Type == LiveSignalType.PublishAccept,
                    protocol.Codec.Relay(envelope, member.UserId));
            default:
                return new LeaveLive(member, channel, request);
        }
    }

    private static Sdp? ReadSdp(in LiveEnvelope envelope, out string wrong)
    {
        if (!ReadText(envelope.Sdp, out var text))
        {
            wrong = "sdp: has an escaped character that is half of one";
            return null;
        }

        var sdp = Sdp.Read(text!, out var fault);
        wrong = sdp is null ? $"sdp: {fault}" : "";
        return sdp;
    }

    /// <summary><c>false</c> where the JSON string has no text that there could be.</summary>
    private static bool ReadText(ReadOnlySpan<byte> json, out string? text)
    {
        text = null;
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            text = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// This connection's place in the room of that name: the one it has, or a new one, of which the room then says whether
    /// it gets in. <c>null</c> where there is none to be had.
    /// </summary>
    private Place? PlaceIn(string rid, out LiveCode code, out string fault)
    {
        (code, fault) = (LiveCode.Ok, "");
        foreach (var known in places)
        {
            if (known.Rid == rid && known.Member.Place != LivePlace.Gone) return known;
        }

        if (!UserIds.IsValid(rid) || scope.RoomOf(rid) is not { } room)
        {
            (code, fault) = (LiveCode.RoomNotFound, NoSuchRoom);
            return null;
        }

        if (opening is not null && rid != opening.Rid)
        {
            (code, fault) = (LiveCode.ServerFailed, "rid: a connection that can be resumed is for one room here. Connect once more for another.");
            return null;
        }

        places.RemoveAll(static p => p.Member.Place == LivePlace.Gone);
        if (places.Count >= MostRooms)
        {
            (code, fault) = (LiveCode.ServerFailed, TooManyRooms);
            return null;
        }

        return NewPlace(rid, room);
    }

    /// <summary>A room that this connection is in.</summary>
    private sealed record Place(string Rid, RoomId Room, LiveMember Member)
    {
        /// <summary>How it came in, or wanted to.</summary>
        public JoinLive? Joined { get; set; }
    }
}

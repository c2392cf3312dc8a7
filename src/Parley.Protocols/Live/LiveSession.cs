using System.Text.Json;
using System.Text.Unicode;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Sessions;

namespace Parley.Protocols.Live;

/// <summary>One connection that speaks <c>live</c>: one session of a user, in one room or a few.</summary>
internal sealed partial class LiveSession : ResumableSession
{
    private readonly LiveProtocol protocol;
    private readonly RateGuard rate;
    private readonly LiveScope scope;
    private readonly LiveProfile? profile;

    // The session of the first signal, and how it was written: the next one's is the same, byte for byte.
    private LiveSessionInfo? session;
    private byte[] rawSession = [];
    private VerifiedIdentity? identity;
    private bool leaving;

    // Where rooms live on several nodes; null where this session lives with its rooms.
    private readonly OpenLiveElsewhere? elsewhere;

    public LiveSession(
        IConnection connection, LiveProtocol protocol, VerifiedIdentity? identity, LiveScope scope, LiveProfile? profile,
        OpenLiveElsewhere? elsewhere)
        : this(connection, protocol, identity, scope, profile, new RateGuard(protocol.Clock, protocol.Rates))
    {
        this.elsewhere = elsewhere;
        Metrics.Connected();
    }

    /// <summary>The part of a session in one room, where that lives.</summary>
    public LiveSession(IConnection connection, LiveProtocol protocol, LiveOpening opening)
        : this(
            connection, protocol, opening.UserId is null ? null : new VerifiedIdentity(opening.UserId, opening.ExpiresAt),
            LiveScope.Of(opening.Zone), opening.Profile, new RateGuard(protocol.Clock, protocol.Rates))
    {
        this.opening = opening;
        if (!IsPart) Metrics.Connected();
    }

    private LiveSession(
        IConnection connection, LiveProtocol protocol, VerifiedIdentity? identity, LiveScope scope, LiveProfile? profile,
        RateGuard rate)
        : base(connection, protocol.Codec, rate, protocol.Metrics)
    {
        this.protocol = protocol;
        this.identity = identity;
        this.scope = scope;
        this.profile = profile;
        this.rate = rate;
    }

    public override void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        var fault = Decode(message, binary, out var envelope);
        if (!IsPart && !Admit(fault is null ? envelope.Type.Kind() : MessageKind.Invalid, envelope, message)) return;

        fault ??= Bind(envelope) ?? Check(envelope);
        if (fault is not null) Refuse(envelope, message, LiveCode.InvalidSignal, fault.ToString());
        else if (elsewhere is not null) PassOn(envelope, message, binary);
        else if (envelope.Resume is null || !Resumes(envelope)) Handle(envelope);
    }

    public override void Tick()
    {
        if (protocol.Options.CloseOnExpiry && identity?.ExpiresAt <= protocol.Time.GetUtcNow())
            Close(CloseCode.Authentication, "the token has expired");
    }

    public override void Leaving()
    {
        leaving = true;
        foreach (var part in parts) part.Handler.Leaving();
    }

    public override void Ended()
    {
        // Once more when the room goes elsewhere while its place is kept.
        if (ended) return;
        ended = true;
        foreach (var part in parts) part.Handler.Ended();
        foreach (var place in places) protocol.Rooms.Dispatch(place.Room, new LoseLive(place.Member, leaving || away));
        if (session is not null) protocol.Users.Release(session.UserId);
        if (!IsPart) Metrics.Disconnected();
    }

    private static MessageFault? Decode(ReadOnlySpan<byte> message, bool binary, out LiveEnvelope envelope)
    {
        envelope = default;
        try
        {
            return binary && !Utf8.IsValid(message)
                ? new MessageFault("", "a binary message has to hold UTF-8")
                : LiveEnvelope.Read(message, out envelope);
        }
        catch (JsonException notJson)
        {
            return new MessageFault("", $"not JSON, from byte {notJson.BytePositionInLine} of line {notJson.LineNumber + 1} on");
        }
        catch (InvalidOperationException)
        {
            return new MessageFault("", "has an escaped character that is half of one");
        }
    }

    private bool Admit(MessageKind kind, in LiveEnvelope envelope, ReadOnlySpan<byte> message)
    {
        Metrics.Received(kind);
        var verdict = rate.Admit(kind);
        if (verdict.Admitted) return true;

        Metrics.Dropped(DropReason.RateLimited);
        if (verdict.CloseNow)
        {
            Close(CloseCode.RateLimited, OverTheRate);
            return false;
        }

        Refuse(
            envelope, message, LiveCode.ServerFailed,
            $"Too many signals: this one was dropped. Retry in {verdict.RetryAfterMilliseconds} ms, and send fewer.");
        return false;
    }

    /// <summary>The session is the first signal's; whose it is says the token.</summary>
    private MessageFault? Bind(in LiveEnvelope envelope)
    {
        if (session is not null && envelope.Session.SequenceEqual(rawSession)) return null;
        if (ReadSession(envelope.Session, out var said) is { } fault) return fault;
        if (session is not null)
        {
            return said == session ? null : new MessageFault("ss", "is not the session of this connection: each session connects by itself");
        }

        if (identity is not null && said!.UserId != identity.UserId)
            return new MessageFault("ss.userId", "is not the token's subject");
        session = said;
        rawSession = envelope.Session.ToArray();
        rate.ShareWith(protocol.Users.Acquire(said!.UserId));
        return null;
    }

    private static MessageFault? ReadSession(ReadOnlySpan<byte> json, out LiveSessionInfo? said)
    {
        said = null;
        try
        {
            return SessionField.Read(json, out said);
        }
        catch (InvalidOperationException)
        {
            return new MessageFault("ss", "has an escaped character that is half of one");
        }
    }

    /// <summary>Whether the signal has what it takes; what is said of SDP and candidates is looked at later.</summary>
    private static MessageFault? Check(in LiveEnvelope envelope)
    {
        var toPeer = envelope.Channel == LiveChannel.PeerToPeer;
        switch (envelope.Type)
        {
            case LiveSignalType.Join:
                if (envelope.Video is null) return new MessageFault("ve", "is missing");
                if (envelope.Audio is null) return new MessageFault("ae", "is missing");
                return envelope.HasEngine ? null : new MessageFault("eg", "is missing");
            case LiveSignalType.Offer:
                return CheckSdp(envelope);
            case LiveSignalType.Answer:
                return CheckSdp(envelope) ?? (toPeer ? null : CheckSessionMeant(envelope));
            case LiveSignalType.Ice:
                if (envelope.Sdp.IsEmpty) return new MessageFault("sdp", "is missing; send an empty one to end the candidates");
                return toPeer || envelope.ToUser is null ? null : CheckSessionMeant(envelope);
            case LiveSignalType.Watch:
                return CheckSessionMeant(envelope);
            case LiveSignalType.Update:
                if (envelope.Video is null) return new MessageFault("ve", "is missing");
                return envelope.Audio is null ? new MessageFault("ae", "is missing") : null;
            case LiveSignalType.Heartbeat:
                if (envelope.Bid.IsEmpty) return new MessageFault("bid", "is missing");
                return envelope.WantsAck is null ? new MessageFault("send_ack", "is missing") : null;
            case LiveSignalType.Kick or LiveSignalType.PublishAccept or LiveSignalType.PublishReject:
                return envelope.ToUser is null ? new MessageFault("to", "is missing") : null;
            default:
                return null;
        }
    }

    private static MessageFault? CheckSdp(in LiveEnvelope envelope) =>
        !envelope.HasSdp ? new MessageFault("sdp", "is missing")
        : envelope.Sdp.Length > Sdp.MaxLength ? new MessageFault("sdp", $"is longer than the {Sdp.MaxLength} characters that SDP may have here")
        : null;

    private static MessageFault? CheckSessionMeant(in LiveEnvelope envelope) =>
        envelope.ToUser is null ? new MessageFault("to", "is missing")
        : envelope.ToSession is null ? new MessageFault("to", "has to be an object with userId and sessionId; a user's id alone is for p2p")
        : null;

    private void Refuse(in LiveEnvelope envelope, ReadOnlySpan<byte> message, LiveCode code, string why)
    {
        var type = envelope.Type == LiveSignalType.None ? envelope.Action : envelope.Type;
        TryDeliver(new LiveRefused(new LiveRequest(type, Original(envelope, message)), code, why));
    }

    /// <summary>What an error repeats: the signal, or the frame where that has none, or its beginning where it is no JSON.</summary>
    private static byte[] Original(in LiveEnvelope envelope, ReadOnlySpan<byte> message)
    {
        const int LongestText = 256;
        if (!envelope.Data.IsEmpty) return envelope.Data.ToArray();
        try
        {
            var reader = new Utf8JsonReader(message, Json.Strict);
            reader.Read();
            reader.Skip();
            if (!reader.Read()) return message.ToArray();
        }
        catch (JsonException)
        {
            // Then as text.
        }

        var text = System.Text.Encoding.UTF8.GetString(message[..Math.Min(message.Length, LongestText)]);
        return JsonSerializer.SerializeToUtf8Bytes(text, ProtocolJson.Default.String);
    }
}

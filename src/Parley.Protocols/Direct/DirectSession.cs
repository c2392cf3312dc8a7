using System.Text.Json;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Resuming;
using Parley.Core.Sessions;
using Parley.Core.Users;

namespace Parley.Protocols.Direct;

/// <summary>One connection that speaks <c>direct</c>: first it registers, then it is a device in its user's mailbox.</summary>
internal sealed partial class DirectSession : ResumableSession
{
    private readonly DirectProtocol protocol;
    private readonly RateGuard rate;
    private readonly long connectedAt;
    private VerifiedIdentity? identity;
    private Registration? registration;
    private long heardAt;
    private bool leaving;

    public DirectSession(IConnection connection, DirectProtocol protocol, VerifiedIdentity? identity)
        : this(connection, protocol, identity, new RateGuard(protocol.Clock, protocol.Rates))
    {
    }

    private DirectSession(IConnection connection, DirectProtocol protocol, VerifiedIdentity? identity, RateGuard rate)
        : base(connection, protocol.TextCodec, rate, protocol.Metrics)
    {
        this.protocol = protocol;
        this.identity = identity;
        this.rate = rate;
        connectedAt = heardAt = protocol.Clock.Milliseconds;
        Metrics.Connected();
    }

    public override bool TryDeliver(Event message) =>
        (registration is { } joining && joining.Takes(message)) || base.TryDeliver(message);

    public override void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        if (leaving) return;
        Volatile.Write(ref heardAt, protocol.Clock.Milliseconds);
        Speak(binary);

        var fault = Decode(message, binary, out var envelope);
        if (!Admit(fault is null ? envelope.Type.Kind() : MessageKind.Invalid, envelope.Type.Name())) return;

        if (fault is not null) Refuse(fault, envelope);
        else if (envelope.Type == DirectType.Register) Register(envelope);
        else if (registration is null) RefuseUnregistered(envelope.Type);
        else Handle(envelope, registration);
    }

    public override void Tick()
    {
        var now = protocol.Clock.Milliseconds;
        var silent = now - Volatile.Read(ref heardAt);
        var options = protocol.Options;
        if (registration is null)
        {
            if (now - connectedAt >= options.RegisterTimeout.TotalMilliseconds)
                GiveUp(ErrorCode.Timeout, CloseCode.Timeout, $"No register came within {options.RegisterTimeout.TotalSeconds:0} s.");
        }
        else if (silent >= 2 * options.HeartbeatInterval.TotalMilliseconds)
        {
            GiveUp(
                ErrorCode.Timeout, CloseCode.Timeout,
                $"Nothing came for two heartbeat intervals of {options.HeartbeatInterval.TotalSeconds:0} s.");
        }
        else if (options.CloseOnExpiry && identity?.ExpiresAt <= protocol.Time.GetUtcNow())
        {
            GiveUp(ErrorCode.AuthenticationFailed, CloseCode.Authentication, "The token has expired. Connect with a new one.");
        }
    }

    public override void Ended()
    {
        Metrics.Disconnected();
        Leave(onPurpose: false);
    }

    protected override void Returning(VerifiedIdentity? identity)
    {
        this.identity = identity;
        Volatile.Write(ref heardAt, protocol.Clock.Milliseconds);
        RememberAgain();
    }

    protected override Frame WriteResumed(ResumeAnswer answer) => NewRegistered(registration!, contacts: null, answer).FrameFor(Codec);

    protected override void Restate(ResumeAnswer answer)
    {
        registration!.Gather();
        Accept(registration, answer);
    }

    private static MessageFault? Decode(ReadOnlySpan<byte> message, bool binary, out DirectEnvelope envelope)
    {
        envelope = default;
        try
        {
            // Text was checked by the transport already.
            return binary && !System.Text.Unicode.Utf8.IsValid(message)
                ? new MessageFault("", "a binary message has to hold UTF-8")
                : DirectEnvelope.Read(message, out envelope);
        }
        catch (JsonException notJson)
        {
            return new MessageFault("", $"not JSON, from byte {notJson.BytePositionInLine} of line {notJson.LineNumber + 1} on");
        }
    }

    private void Handle(in DirectEnvelope envelope, Registration registered)
    {
        if (envelope.Sender is { } sender && sender != registered.UserId)
        {
            TryDeliver(new ErrorEvent(
                ErrorCode.AuthenticationFailed, "sender: is not the user of this connection. Leave it out; the server knows.")
            {
                OffendingType = envelope.Type.Name(),
                Negotiation = envelope.ConnectionId,
            });
            return;
        }

        switch (envelope.Type)
        {
            case DirectType.Heartbeat:
                Send(((DirectCodec)Codec).Heartbeat(envelope), MessageKind.Heartbeat);
                break;
            case DirectType.Disconnect:
                Leave(onPurpose: true);
                Close(CloseCode.Normal, "");
                break;
            case DirectType.StatusChange:
                ChangeStatus(envelope, registered);
                break;
            case DirectType.Error:
                DirectLog.ClientError(protocol.Logger, registered.UserId, envelope.Payload.Length);
                break;
            default:
                Relay(envelope, registered);
                break;
        }
    }

    private void Relay(in DirectEnvelope envelope, Registration registered)
    {
        if (CheckSignal(envelope, registered) is { } fault)
        {
            Refuse(fault, envelope);
            return;
        }

        var signal = protocol.TextCodec.Relay(envelope, registered.UserId, registered.RawUserId);
        protocol.Rooms.Dispatch(registered.Mailbox, new SendSignal(signal, this));
    }

    private static MessageFault? CheckSignal(in DirectEnvelope envelope, Registration registered)
    {
        if (envelope.Receiver is null) return new MessageFault("receiver", "is missing");
        if (envelope.Payload.IsEmpty) return new MessageFault("payload", "is missing");
        if (envelope.Type is DirectType.Offer or DirectType.Answer)
        {
            if (!envelope.HasSdp) return new MessageFault("payload.sdp", "is missing");
            if (envelope.ConnectionId is null) return new MessageFault("payload.connection_id", "is missing");
        }

        return envelope.Receiver == registered.UserId ? new MessageFault("receiver", "is the sender itself") : null;
    }

    private void ChangeStatus(in DirectEnvelope envelope, Registration registered)
    {
        var status = DirectStatus.Parse(StatusRequest.Read(envelope.Payload));
        if (status is null)
        {
            Refuse(new MessageFault("payload.status", "has to be available, busy, away or offline"), envelope);
            return;
        }

        if (envelope.Receiver is null)
        {
            protocol.Rooms.Dispatch(registered.Mailbox, new SetStatus(status.Value, this));
            return;
        }

        var told = new StatusChanged(new UserPresence(registered.UserId, status.Value, protocol.Time.GetUtcNow()))
        {
            Negotiation = envelope.ConnectionId,
            Receiver = envelope.Receiver,
        };
        protocol.Rooms.Dispatch(UserMailbox.Of(envelope.Receiver), new TellStatus(told, this));
    }

    private void Register(in DirectEnvelope envelope)
    {
        if (registration is not null)
        {
            Refuse(new MessageFault("type", "this connection is registered already"), envelope, ErrorCode.WrongState);
            return;
        }

        if (RegisterRequest.Read(envelope.Payload, out var request) is { } fault)
        {
            Refuse(fault, envelope);
            return;
        }

        if (Authenticate(request) is { } refusal)
        {
            GiveUp(ErrorCode.AuthenticationFailed, CloseCode.Authentication, refusal, "register");
            return;
        }

        // The same id came as two strings; one of them is enough to keep.
        if (identity is not null) request = request with { UserId = identity.UserId };
        var binding = new ResumeBinding(DirectProtocol.Name, request.UserId);
        if (TryResume(protocol.Kept, request.Resume, binding, identity, out var rejected))
        {
            // What still comes goes to the session that was there before.
            leaving = true;
            Metrics.Disconnected();
            return;
        }

        rate.ShareWith(protocol.Users.Acquire(request.UserId));
        var joining = new Registration(request.UserId, request.DeviceId, request.Contacts);
        registration = joining;
        Accept(joining, request.Resume is null ? null : Keep(protocol.Kept, binding, protocol.Options.Grace, rejected));
        Attach(joining, restored: null);
    }

    /// <summary>Says how the contacts are, before any status of theirs; for a client that can resume, with the answer to that.</summary>
    private void Accept(Registration joining, ResumeAnswer? answer)
    {
        foreach (var contact in joining.Contacts) protocol.Rooms.Dispatch(UserMailbox.Of(contact), new Watch(this));
        var accepted = NewRegistered(joining, joining.TakeContacts(), answer);
        if (answer is null) base.TryDeliver(accepted);
        else Answer(accepted.FrameFor(Codec));
    }

    private Registered NewRegistered(Registration joined, IReadOnlyList<UserPresence>? contacts, ResumeAnswer? answer) => new(
        joined.UserId, Id.ToString(), protocol.Options.HeartbeatInterval, protocol.IceServersFor(joined.UserId), contacts, answer);

    /// <summary>Why not, or <c>null</c>.</summary>
    private string? Authenticate(RegisterRequest request)
    {
        if (identity is null && request.Token is not null)
        {
            identity = protocol.CheckIdentity(request.Token, out var refusal);
            if (identity is null) return refusal;
        }

        if (identity is null)
        {
            return protocol.Options.AllowAnonymous
                ? null
                : "A token is needed: in the header, the query, the subprotocol or payload.token.";
        }

        return identity.UserId == request.UserId ? null : "payload.user_id: is not the token's subject.";
    }

    private void Leave(bool onPurpose)
    {
        leaving = true;
        if (Interlocked.Exchange(ref registration, null) is not { } registered) return;

        protocol.Rooms.Dispatch(registered.Mailbox, new Detach(this, onPurpose));
        foreach (var contact in registered.Contacts) protocol.Rooms.Dispatch(UserMailbox.Of(contact), new Unwatch(this));
        protocol.Users.Release(registered.UserId);
    }

    private void GiveUp(ErrorCode code, CloseCode close, string why, string? type = null)
    {
        leaving = true;
        TryDeliver(new ErrorEvent(code, why) { OffendingType = type });
        Close(close, why);
    }

    private void RefuseUnregistered(DirectType type) => TryDeliver(
        new ErrorEvent(ErrorCode.WrongState, "Register first: this connection has no user yet.") { OffendingType = type.Name() });

    private void Refuse(MessageFault fault, in DirectEnvelope envelope, ErrorCode code = ErrorCode.InvalidMessage) =>
        TryDeliver(new ErrorEvent(code, fault.ToString())
        {
            OffendingType = envelope.Type.Name() ?? envelope.UnknownType,
            Field = fault.Field.Length == 0 ? null : fault.Field,
            Negotiation = envelope.ConnectionId,
            Receiver = envelope.Receiver,
        });
}

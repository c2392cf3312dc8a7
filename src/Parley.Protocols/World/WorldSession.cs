using System.Text.Json;
using System.Text.Unicode;
using Parley.Core.Identity;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Protocols.World;

/// <summary>
/// One connection that speaks <c>world</c>: first it connects, then it joins a world and from there on speaks to that.
/// Here: its life; the other files have what it sends.
/// </summary>
internal sealed partial class WorldSession : ResumableSession, IMessageHandler
{
    /// <summary>The reason that goes with <c>details.supported_versions</c>.</summary>
    public const string OtherVersion = "unsupported_version";

    private readonly WorldProtocol protocol;
    private readonly WorldRates rates;
    private readonly long openedAt;
    private readonly Move move;
    private readonly bool isHome;
    private DateTimeOffset? expiresAt;
    private RoomId? world;
    private bool ending;
    private bool onPurpose;
    private bool away;

    /// <param name="connection">The transport below.</param>
    /// <param name="protocol">What all sessions share.</param>
    /// <param name="sfuUrl">The SFU's address, as this client can reach it.</param>
    public WorldSession(IConnection connection, WorldProtocol protocol, string sfuUrl)
        : this(connection, protocol, new WorldRates(protocol.Clock, protocol.Options))
    {
        SfuUrl = sfuUrl;
    }

    /// <summary>One that has come to the node of its workspace.</summary>
    /// <param name="connection">The way to the client.</param>
    /// <param name="protocol">What all sessions share.</param>
    /// <param name="opening">What is known of it.</param>
    public WorldSession(IConnection connection, WorldProtocol protocol, WorldOpening opening)
        : this(connection, protocol, new WorldRates(protocol.Clock, protocol.Options, wasOpen: opening.Standing is not null))
    {
        (SfuUrl, isHome) = (opening.SfuUrl, true);
    }

    private WorldSession(IConnection connection, WorldProtocol protocol, WorldRates rates)
        : base(connection, protocol.Codec, rates.Guard, protocol.Metrics)
    {
        this.protocol = protocol;
        this.rates = rates;
        openedAt = protocol.Clock.Milliseconds;
        move = new Move(this);
        Metrics.Connected();
    }

    /// <summary>Who it is; <c>null</c> before <c>CONNECT</c>.</summary>
    public WorldUser? User { get; private set; }

    /// <summary>The world that it asked to be in last.</summary>
    public string? WorldId => world?.Key;

    /// <summary>The SFU's address, as this client can reach it.</summary>
    public string SfuUrl { get; } = "";

    /// <summary>Whether it takes a tick's presence as one message.</summary>
    public bool Batches { get; private set; }

    /// <summary>Whether the user has connected anew: what this connection still asks for comes too late.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>The user has connected anew.</summary>
    public void Replace()
    {
        IsReplaced = true;
        Close(CloseCode.Replaced, "connected again from elsewhere");
    }

    public override void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        if (ending) return;
        try
        {
            var envelope = default(WorldEnvelope);
            var fault = Decode(message, binary, ref envelope);
            // Of these only the newest is worth anything: a client does not send one again that was lost.
            if (envelope.Type is WorldType.PresenceUpdate or WorldType.MoveIntent) Uncount();
            if (envelope.Type == WorldType.Error) TakeError(envelope);
            else if (Admits(fault, envelope)) Take(fault, envelope);
        }
        catch (Exception)
        {
            // The transport closes with 1011; the page has a word for it as well.
            TryDeliver(new ErrorEvent(ErrorCode.ServerFailure, "The server failed on this message. Connect again."));
            throw;
        }
    }

    public override void Tick()
    {
        if (ending) return;
        if (isRestored) Settle();
        if (User is null)
        {
            var timeout = protocol.Options.ConnectTimeout;
            if (protocol.Clock.Milliseconds - openedAt >= timeout.TotalMilliseconds)
                GiveUp(ErrorCode.Timeout, CloseCode.Timeout, $"No CONNECT came within {timeout.TotalSeconds:0} s.");
        }
        else if (protocol.Options.CloseOnExpiry && expiresAt <= protocol.Time.GetUtcNow())
        {
            GiveUp(ErrorCode.AuthenticationFailed, CloseCode.Authentication, "The token has expired. Connect with a new one.");
        }
    }

    public override void Leaving() => onPurpose = true;

    public override void Ended()
    {
        ending = true;
        if (!ended) Metrics.Disconnected();
        ended = true;
        if (User is not { } user) return;

        // One that was kept has had its grace.
        if (world is { } left) protocol.Rooms.Dispatch(left, new LeaveWorld(this, onPurpose || away));
        protocol.Rooms.Dispatch(UserConnection.Of(user), new DropConnection(this));
    }

    protected override void Away()
    {
        away = true;
        if (world is { } left) protocol.Rooms.Dispatch(left, new AwayFromWorld(this));
    }

    protected override void Returning(VerifiedIdentity? identity)
    {
        away = false;
        (expiresAt, User) = (identity!.ExpiresAt, new WorldUser(identity));
        opening = opening! with { Identity = identity };
        if (world is { } room) protocol.Rooms.Dispatch(room, new BackInWorld(this));
        else RememberPlace(null);
    }

    protected override Frame WriteResumed(ResumeAnswer answer) => NewConnected(answer).FrameFor(Codec);

    /// <summary>Who joins once more is told the whole state; the others are told nothing.</summary>
    protected override void Restate(ResumeAnswer answer)
    {
        Answer(WriteResumed(answer));
        if (world is { } room) protocol.Rooms.Dispatch(room, new JoinWorld(this));
    }

    private Connected NewConnected(ResumeAnswer? answer) => new(User!, protocol.Options.ServerVersion, answer);

    internal static MessageFault? Decode(ReadOnlySpan<byte> message, bool binary, ref WorldEnvelope envelope)
    {
        try
        {
            // Text was checked by the transport already.
            return binary && !Utf8.IsValid(message)
                ? new MessageFault("", "a binary message has to hold UTF-8")
                : WorldEnvelope.Read(message, ref envelope);
        }
        catch (Exception notJson) when (notJson is JsonException or InvalidOperationException)
        {
            return NotJson(notJson);
        }
    }

    /// <summary><see cref="InvalidOperationException"/> is half a surrogate pair in a string.</summary>
    private static MessageFault NotJson(Exception failure) => new("", failure is JsonException at
        ? $"not JSON, from byte {at.BytePositionInLine} of line {at.LineNumber + 1} on"
        : "not JSON: a string has half a surrogate pair in it");

    private bool Admits(MessageFault? fault, in WorldEnvelope envelope)
    {
        Metrics.Received(fault is null ? envelope.Type.Kind() : MessageKind.Invalid);
        var verdict = rates.Admit(envelope.Type);
        if (verdict.Admitted) return true;

        Metrics.Dropped(DropReason.RateLimited);
        TellRate(verdict, envelope.Type.Name());
        if (verdict.CloseNow) End(CloseCode.RateLimited, OverTheRate);
        return false;
    }

    /// <summary>What a client says went wrong on its side is noted, and never answered, or two could answer each other for ever.</summary>
    private void TakeError(in WorldEnvelope envelope)
    {
        Metrics.Received(MessageKind.Error);
        var verdict = rates.Admit(WorldType.Error);
        if (verdict.Admitted) WorldLog.ClientError(protocol.Logger, User?.Id ?? "-", envelope.Payload.Length);
        else if (verdict.CloseNow) End(CloseCode.RateLimited, OverTheRate);
        else Metrics.Dropped(DropReason.RateLimited);
    }

    private void Take(MessageFault? fault, in WorldEnvelope envelope)
    {
        if (envelope.OtherVersion) RefuseVersion(envelope);
        else if (fault is not null) Refuse(fault, envelope);
        else if (envelope.Type == WorldType.Connect) Connect(envelope);
        else if (User is null) GiveUp(ErrorCode.AuthenticationFailed, CloseCode.Timeout, "CONNECT has to come first.", envelope.Type);
        else if (envelope.Type == WorldType.JoinWorld) JoinWorld(envelope);
        else if (world is { } room) Speak(room, envelope);
        else RefuseState("Join a world first.", envelope);
    }

    private void Connect(in WorldEnvelope envelope)
    {
        if (User is not null)
        {
            RefuseState("This connection has connected already.", envelope);
            return;
        }

        if (ConnectPayload.Read(envelope, out var payload) is { } fault)
        {
            Refuse(fault, envelope);
            return;
        }

        if (Authenticate(payload.Token, out var refusal) is not { } identity)
        {
            GiveUp(ErrorCode.AuthenticationFailed, CloseCode.Authentication, refusal, envelope.Type);
            return;
        }

        var asked = new WorldOpening(identity, SfuUrl, payload.Batches, payload.ClientVersion, payload.Resume);
        if (isHome || protocol.OpenAtHome is not { } open)
        {
            Connect(asked);
            return;
        }

        HandOver(connection => open(connection, asked));
        Dismiss();
    }

    /// <summary>A <c>CONNECT</c> that was found good, here or on the node that the client is connected to.</summary>
    public void Connect(WorldOpening asked)
    {
        var binding = BindingOf(asked.Identity);
        if (TryResume(protocol.Kept, asked.Resume, binding, asked.Identity, out var rejected))
        {
            Dismiss();
            return;
        }

        (opening, expiresAt, Batches) = (asked, asked.Identity.ExpiresAt, asked.Batches);
        (User, Since) = (new WorldUser(asked.Identity), protocol.Rules.Uuids.Next());
        Metrics.ConnectedWith(asked.ClientVersion);
        WorldLog.Connected(protocol.Logger, User.Id, asked.ClientVersion ?? "-");
        var answer = asked.Resume is null ? null : Keep(protocol.Kept, binding, protocol.Options.Grace, rejected);
        RememberPlace(null);
        protocol.Rooms.Dispatch(UserConnection.Of(User), new TakeConnection(this));
        if (answer is null) TryDeliver(NewConnected(null));
        else Answer(WriteResumed(answer));
    }

    /// <summary>What still comes goes to another session.</summary>
    private void Dismiss()
    {
        ending = ended = true;
        Metrics.Disconnected();
    }

    private VerifiedIdentity? Authenticate(string token, out string refusal)
    {
        var identity = protocol.CheckIdentity(token, out refusal);
        if (identity is null || identity.WorkspaceId is not null) return identity;

        refusal = "The token has no 'workspace_id', or it is no text of 1 to 256 characters.";
        return null;
    }

    private void JoinWorld(in WorldEnvelope envelope)
    {
        if (ReadWorldId(envelope, out var worldId) is { } fault)
        {
            Refuse(fault, envelope);
            return;
        }

        var joining = WorldRoom.Of(worldId);
        if (world is { } other && other != joining) protocol.Rooms.Dispatch(other, new LeaveWorld(this, OnPurpose: true));
        world = joining;
        protocol.Rooms.Dispatch(joining, new JoinWorld(this));
    }

    private static MessageFault? ReadWorldId(in WorldEnvelope envelope, out string worldId)
    {
        worldId = "";
        return WorldPayloads.Parse(envelope, out var payload) ?? WorldPayloads.Id(payload, "world_id", out worldId);
    }

    private void RefuseVersion(in WorldEnvelope envelope)
    {
        TryDeliver(new ErrorEvent(
            ErrorCode.InvalidMessage, $"protocol_version: this server speaks version {WorldEnvelope.Version}.")
        {
            OffendingType = envelope.Type.Name(),
            Field = "protocol_version",
            Reason = OtherVersion,
        });
        End(CloseCode.NotTheProtocol, "another version of the protocol");
    }

    private void RefuseState(string why, in WorldEnvelope envelope) =>
        TryDeliver(new ErrorEvent(ErrorCode.WrongState, why) { OffendingType = envelope.Type.Name(), Field = "type" });

    private void Refuse(MessageFault fault, in WorldEnvelope envelope) =>
        TryDeliver(new ErrorEvent(ErrorCode.InvalidMessage, fault.ToString())
        {
            OffendingType = envelope.Type.Name() ?? envelope.UnknownType,
            Field = fault.Field.Length == 0 ? null : fault.Field,
        });

    private void GiveUp(ErrorCode code, CloseCode close, string why, WorldType type = WorldType.None)
    {
        TryDeliver(new ErrorEvent(code, why) { OffendingType = type.Name() });
        End(close, why);
    }

    private void End(CloseCode code, string why)
    {
        ending = true;
        Close(code, why);
    }
}

using System.Buffers;
using System.Buffers.Text;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Core.Time;

namespace Parley.EngineIo.Engine;

/// <summary>A WebSocket of Engine.IO: one that opened a session, or one that probes whether it can take over a polling one.</summary>
internal sealed class EngineWebSocket : IMessageHandler
{
    private readonly IConnection connection;
    private readonly EngineSession session;
    private readonly Clock clock;
    private readonly long upgradeBy;
    private bool probed;
    private bool carries;

    /// <summary>One that carries the session from the start.</summary>
    public EngineWebSocket(IConnection connection, EngineSession session, Clock clock)
    {
        (this.connection, this.session, this.clock, carries) = (connection, session, clock, true);
        upgradeBy = long.MaxValue;
    }

    /// <summary>One that wants to take over the session, within a time.</summary>
    public EngineWebSocket(IConnection connection, EngineSession session, Clock clock, TimeSpan timeout)
    {
        (this.connection, this.session, this.clock) = (connection, session, clock);
        upgradeBy = clock.Milliseconds + (long)timeout.TotalMilliseconds;
    }

    public void Receive(ReadOnlySpan<byte> message, bool binary)
    {
        if (carries) Carry(message, binary);
        else if (!probed) Probe(message, binary);
        else Upgrade(message, binary);
    }

    public void Tick()
    {
        if (clock.Milliseconds >= upgradeBy) GiveUp();
    }

    public void TooSlow()
    {
    }

    public void Answered()
    {
        if (!carries) session.AnsweredPing(connection);
    }

    public void Ended()
    {
        if (carries) session.End(CloseReason.TransportClose, default);
        else session.GiveUpProbe(connection);
    }

    private void Carry(ReadOnlySpan<byte> message, bool binary)
    {
        if (binary) session.Receive(EnginePacketType.Message, message, binary: true);
        else if (message.IsEmpty) session.End(CloseReason.ParseError, default);
        else if (message[0] == EngineFrames.Base64Mark) CarryEncoded(message[1..]);
        else session.Receive((EnginePacketType)message[0], message[1..], binary: false);
    }

    /// <summary>Clients that keep to Base64 (<c>forceBase64</c>) write binary here as they do in a POST.</summary>
    private void CarryEncoded(ReadOnlySpan<byte> encoded)
    {
        var decoded = ArrayPool<byte>.Shared.Rent(Base64.GetMaxDecodedFromUtf8Length(encoded.Length));
        try
        {
            if (Base64.DecodeFromUtf8(encoded, decoded, out _, out var length) == OperationStatus.Done)
                session.Receive(EnginePacketType.Message, decoded.AsSpan(0, length), binary: true);
            else
                session.End(CloseReason.ParseError, default);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(decoded);
        }
    }

    private void Probe(ReadOnlySpan<byte> message, bool binary)
    {
        probed = true;
        if (binary || !message.SequenceEqual("2probe"u8) || !session.TryProbe(connection)) GiveUp();
    }

    private void Upgrade(ReadOnlySpan<byte> message, bool binary)
    {
        if (binary || !message.SequenceEqual("5"u8) || !session.TryUpgrade(connection))
        {
            GiveUp();
            return;
        }

        carries = true;
    }

    private void GiveUp()
    {
        if (session.GiveUpProbe(connection)) connection.Close(CloseCode.Normal, "the upgrade was not completed as it has to be");
    }
}

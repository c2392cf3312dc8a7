using Parley.Core.Limits;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>The least that a protocol's session can be.</summary>
internal sealed class TestSession(IConnection connection, ICodec codec, RateGuard rate, ProtocolMetrics metrics)
    : Session(connection, codec, rate, metrics)
{
    public bool Admit(MessageKind kind) => Admit(kind, "heartbeat");

    public void Speak(ICodec other) => Codec = other;

    public override void Receive(ReadOnlySpan<byte> message, bool binary)
    {
    }

    public override void Ended()
    {
    }
}

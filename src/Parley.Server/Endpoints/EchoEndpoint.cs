using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.WebSockets;

namespace Parley.Server.Endpoints;

/// <summary>
/// <c>/echo</c>, in Development only: sends every message back, so that other people's WebSocket suites can be run
/// against the very transport that the protocols use.
/// </summary>
internal sealed class EchoEndpoint(WebSocketEndpoint endpoint)
{
    private const int LargestMessage = 64 * 1024 * 1024;

    private static readonly WebSocketLimits Limits = new()
    {
        MaxMessageBytes = LargestMessage,
        MaxFragments = int.MaxValue,
        MaxControlFramesPerSecond = int.MaxValue,
        AssemblyTimeout = TimeSpan.FromMinutes(5),
    };

    private static readonly OutboxLimits Outbox = new(Messages: 100_000, Bytes: 2 * LargestMessage);

    public Task HandleAsync(HttpContext context) =>
        endpoint.ServeAsync(context, Limits, static connection => new Echo(connection), Outbox);

    private sealed class Echo(IConnection connection) : IMessageHandler
    {
        public void Receive(ReadOnlySpan<byte> message, bool binary) =>
            connection.TrySend(Frame.Of(binary ? FrameOpcode.Binary : FrameOpcode.Text, message));

        public void Tick()
        {
        }

        public void TooSlow()
        {
        }

        public void Ended()
        {
        }
    }
}

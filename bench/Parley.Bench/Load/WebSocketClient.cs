using System.Text;
using Parley.Bench.WebSockets;

namespace Parley.Bench.Load;

/// <summary>A client with a WebSocket.</summary>
internal sealed class WebSocketClient(int key, ClientPlan plan, Connection connection) : Client(key, plan)
{
    private readonly ClientPlan plan = plan;

    internal override void Open() => Send(plan.Request);

    internal override void Send(byte[] frames, int length) => connection.Send(frames.AsSpan(0, length));

    internal override void Receive(Connection _, Span<byte> buffer, IClientEvents events)
    {
        var received = connection.Receive(buffer);
        if (received.IsEmpty)
            return;
        if (!IsOpen)
            received = received[ReadUpgrade(received, events)..];
        connection.Keep(IsOpen ? ReadFrames(received, events) : received);
        events.OnRead(this);
    }

    public override void Dispose() => connection.Dispose();

    private int ReadUpgrade(ReadOnlySpan<byte> received, IClientEvents events)
    {
        var length = Upgrade.Response(received);
        if (length > 0)
            Advance(events);
        return length;
    }

    private Span<byte> ReadFrames(Span<byte> received, IClientEvents events)
    {
        var scanner = new FrameScanner(received);
        while (scanner.MoveNext())
        {
            if (scanner.Opcode is Opcode.Text or Opcode.Binary)
                OnData(scanner.Payload, events);
            else if (scanner.Opcode == Opcode.Ping)
                Send(FrameWriter.Client(Opcode.Pong, scanner.Payload));
            else if (scanner.Opcode == Opcode.Close)
                throw new BenchException($"the server closed a connection: {Describe(scanner.Payload)}");
        }
        return scanner.Rest;
    }

    private static string Describe(ReadOnlySpan<byte> close) =>
        close.Length < 2 ? "no code" : $"{close[0] << 8 | close[1]} {Encoding.UTF8.GetString(close[2..])}";
}

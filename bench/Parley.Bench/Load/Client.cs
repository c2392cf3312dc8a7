using System.Text;

namespace Parley.Bench.Load;

/// <summary>A client of the server under load, whatever carries its messages.</summary>
internal abstract class Client(int key, ClientPlan plan) : IDisposable
{
    private int step = -1;

    /// <summary>Counts from 0 in the order of connecting.</summary>
    internal int Key => key;

    internal bool Registered => step == plan.Steps.Length;

    /// <summary>Whether the transport stands, so that the plan's steps can be taken.</summary>
    protected bool IsOpen => step >= 0;

    /// <summary>Sends the request that opens it.</summary>
    internal abstract void Open();

    internal void Send(byte[] frame) => Send(frame, frame.Length);

    /// <summary>Sends the first bytes of an array that holds several frames.</summary>
    internal abstract void Send(byte[] frames, int length);

    /// <summary>Reads once and hands on whatever is whole.</summary>
    /// <param name="connection">The one that can be read.</param>
    /// <param name="buffer">Scratch space, shared by all clients.</param>
    /// <param name="events">Who hears of it.</param>
    internal abstract void Receive(Connection connection, Span<byte> buffer, IClientEvents events);

    public abstract void Dispose();

    /// <summary>A message came in.</summary>
    protected void OnData(ReadOnlySpan<byte> payload, IClientEvents events)
    {
        if (plan.KeepAlive is { } alive && payload.SequenceEqual(alive.Ping))
            Send(alive.Pong);
        else if (Registered)
            events.OnMessage(this, payload);
        else if (payload.IndexOf(plan.Steps[step].Expect) >= 0)
            Advance(events);
        else
            throw new BenchException(
                $"registration expected «{Encoding.UTF8.GetString(plan.Steps[step].Expect)}», got: {Text(payload)}");
    }

    /// <summary>The transport stands, or a step is done.</summary>
    protected void Advance(IClientEvents events)
    {
        do
        {
            step++;
            if (!Registered && plan.Steps[step].Send is { } frame)
                Send(frame);
        }
        while (!Registered && plan.Steps[step].Expect.Length == 0);
        if (Registered)
            events.OnRegistered(this);
    }

    internal static string Text(ReadOnlySpan<byte> payload) =>
        Encoding.UTF8.GetString(payload[..Math.Min(payload.Length, 300)]);
}

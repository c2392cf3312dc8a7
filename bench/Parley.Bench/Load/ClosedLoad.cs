using Parley.Bench.Measuring;
using Parley.Bench.Servers;

namespace Parley.Bench.Load;

/// <summary>A load in which a delivery causes the next message, so that the server is always busy.</summary>
internal abstract class ClosedLoad(EventLoop loop) : IClientEvents
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    private bool running;

    /// <summary>Messages that reached a client, since the beginning.</summary>
    protected long Delivered { get; private set; }

    /// <summary>Deliveries that are still owed.</summary>
    protected long Owed { get; set; }

    /// <summary>Puts the first messages on their way.</summary>
    protected abstract void Begin();

    /// <summary>A delivery: send what follows from it, if <paramref name="goOn"/>.</summary>
    protected abstract void Next(Client client, bool goOn);

    /// <summary>
    /// Loads the server without measuring, and leaves it running. Half of the time is pauses: a just-in-time compiler
    /// that shares the server's only core gets it then, and is done sooner.
    /// </summary>
    internal void WarmUp(TimeSpan span)
    {
        for (var end = Clock.In(span); Clock.Now < end;)
        {
            Start();
            Pump(Slice);
            Drain();
            loop.Idle(Slice);
        }
        Start();
        Pump(2 * Slice);
    }

    private void Start()
    {
        running = true;
        Begin();
    }

    /// <summary>Measures a load that is already running.</summary>
    internal Sample Measure(ServerProcess server, TimeSpan span, Metric rate)
    {
        var meter = new Meter(server);
        var before = Delivered;
        Pump(span);
        return meter.Stop(Delivered - before, rate, Metric.CpuPerMessage);
    }

    /// <summary>Lets what is on its way arrive, and checks that all of it did.</summary>
    internal void Drain()
    {
        running = false;
        for (var end = Clock.In(TimeSpan.FromSeconds(2)); Owed > 0;)
        {
            loop.Poll(this, 20);
            if (Clock.Now > end)
                throw new BenchException($"{Owed} messages never arrived");
        }
    }

    public void OnRegistered(Client client)
    {
    }

    public virtual void OnRead(Client client)
    {
    }

    public void OnMessage(Client client, ReadOnlySpan<byte> payload)
    {
        if (!Message.IsDelivery(payload))
            throw new BenchException($"the server sent something else under load: {Client.Text(payload)}");
        Delivered++;
        Owed--;
        Next(client, running);
    }

    private void Pump(TimeSpan span)
    {
        var lastProgress = Clock.Now;
        for (var end = Clock.In(span); Clock.Now < end;)
        {
            if (loop.Poll(this, 20) > 0)
                lastProgress = Clock.Now;
            else if (Clock.Now - lastProgress > 2 * Clock.Second)
                throw new BenchException($"nothing arrived for 2 s; {Owed} messages are on their way");
        }
    }
}

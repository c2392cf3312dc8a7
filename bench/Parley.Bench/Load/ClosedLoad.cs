using Parley.Bench.Measuring;
using Parley.Bench.Servers;

namespace Parley.Bench.Load;

/// <summary>A load in which a delivery causes the next message, so that the server is always busy.</summary>
internal abstract class ClosedLoad(EventLoop loop) : IClientEvents
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(100);
    private bool running;

    /// <summary>Messages that reached a client, since the beginning.</summary>
    internal long Delivered { get; private set; }

    /// <summary>Deliveries that are still owed.</summary>
    protected long Owed { get; set; }

    /// <summary>Puts the first messages on their way.</summary>
    protected abstract void Begin();

    /// <summary>A delivery: send what follows from it, if <paramref name="goOn"/>.</summary>
    protected abstract void Next(Client client, bool goOn);

    /// <summary>
    /// Loads the server without measuring. Half of the time is pauses: a just-in-time compiler that shares the server's only
    /// core gets it then, and is done sooner.
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
    }

    /// <summary>Puts the load on, measures it once it runs, and takes it off.</summary>
    internal Reading Measure(IServer server, TimeSpan span)
    {
        Start();
        Pump(Slice);
        var meter = new Meter(server);
        var before = Delivered;
        var idle = Pump(span);
        var reading = meter.Read(Delivered - before, idle);
        Drain();
        return reading;
    }

    private void Start()
    {
        running = true;
        Begin();
    }

    /// <summary>Lets what is on its way arrive, and checks that all of it did.</summary>
    private void Drain()
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

    /// <summary>
    /// Answers deliveries for a while. It asks for them again and again rather than sleep: waking a thread is work, and
    /// would be charged to the server that sent the message. Networks don't.
    /// </summary>
    /// <returns>How long there was nothing to do.</returns>
    private TimeSpan Pump(TimeSpan span)
    {
        var (now, idle) = (Clock.Now, 0L);
        var lastProgress = now;
        for (var end = Clock.In(span); now < end;)
        {
            var before = now;
            var ready = loop.Poll(this, 0);
            now = Clock.Now;
            if (ready > 0)
                lastProgress = now;
            else if (now - lastProgress > 2 * Clock.Second)
                throw new BenchException($"nothing arrived for 2 s; {Owed} messages are on their way");
            else
                idle += now - before;
        }
        return TimeSpan.FromSeconds(idle / (double)Clock.Second);
    }
}

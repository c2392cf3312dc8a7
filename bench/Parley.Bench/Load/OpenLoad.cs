using Parley.Bench.Measuring;
using Parley.Bench.Servers;

namespace Parley.Bench.Load;

/// <summary>
/// Messages at a fixed rate, whatever the server does. Latency counts from the moment a message was due, not from when
/// it was sent, so a server that stalls pays for all that fell due meanwhile (no coordinated omission).
/// </summary>
internal sealed class OpenLoad(EventLoop loop, IReadOnlyList<Message> messages, int rate) : IClientEvents
{
    private readonly Queue<long>[] due = [.. loop.Clients.Select(_ => new Queue<long>(64))];
    private Histogram latencies = new();
    private long delivered;
    private long sent;

    /// <summary>Runs the rate for the lead-in, which is forgotten, and then for the time measured.</summary>
    internal Sample Run(IServer server, TimeSpan leadIn, TimeSpan measure)
    {
        Send(leadIn);
        Drain();
        latencies = new Histogram();
        delivered = sent = 0;
        var meter = new Meter(server);
        Send(measure);
        var sample = meter.Stop(sent, Metric.Messages, Metric.CpuPerMessage);
        // The kernel's ticks take a core that wakes thousands of times a second for a busy one; but this thread never
        // sleeps, so what its core did not give to it went to others.
        sample[Metric.OthersBusy] = Math.Max(1 - sample[Metric.LoadBusy], 0);
        Drain();
        sample[Metric.P50] = latencies.Percentile(50) / 1e3;
        sample[Metric.P99] = latencies.Percentile(99) / 1e3;
        sample[Metric.P999] = latencies.Percentile(99.9) / 1e3;
        return sample;
    }

    public void OnRegistered(Client client)
    {
    }

    public void OnMessage(Client client, ReadOnlySpan<byte> payload)
    {
        if (!Message.IsDelivery(payload))
            throw new BenchException($"the server sent something else under load: {Client.Text(payload)}");
        // One connection's messages keep their order, so the oldest one due is the one that has arrived.
        latencies.Record(Clock.Now - due[client.Key].Dequeue());
        delivered++;
    }

    // The thread spins: a sleep would be late by more than what is measured.
    private void Send(TimeSpan span)
    {
        var start = Clock.Now;
        var total = (long)(span.TotalSeconds * rate);
        for (long i = 0; i < total;)
        {
            for (; i < total && start + i * Clock.Second / rate is var at && at <= Clock.Now; i++)
                SendOne((int)(i % loop.Clients.Count), at);
            loop.Poll(this, 0);
        }
    }

    private void SendOne(int key, long at)
    {
        due[key ^ 1].Enqueue(at);
        loop.Clients[key].Send(messages[key].Frame);
        sent++;
    }

    private void Drain()
    {
        for (var end = Clock.In(TimeSpan.FromSeconds(2)); delivered < sent;)
        {
            loop.Poll(this, 0);
            if (Clock.Now > end)
                throw new BenchException($"{sent - delivered} messages never arrived");
        }
    }
}

using Parley.Bench.Measuring;
using Parley.Bench.Servers;

namespace Parley.Bench.Load;

/// <summary>
/// Everybody says where they are at a fixed rate, whatever the server does, at moments spread evenly. What counts is how
/// many updates of others reach them.
/// </summary>
internal sealed class CrowdLoad(EventLoop loop, Crowd crowd, int rate) : IClientEvents
{
    private readonly int[] turns = new int[crowd.Plans.Count];
    private long delivered;
    private long bytes;

    /// <summary>How many of them move, zone by zone from the first. The others stand still.</summary>
    internal int Moving { get; set; } = crowd.Plans.Count;

    internal void WarmUp(TimeSpan span) => Send(span);

    /// <summary>Goes on with the load, and measures it.</summary>
    internal Sample Measure(ServerProcess server, TimeSpan span)
    {
        delivered = bytes = 0;
        var meter = new Meter(server);
        var idle = Send(span);
        var sample = meter.Stop(delivered, Metric.Deliveries, Metric.CpuPerDelivery, idle);
        sample[Metric.BytesPerDelivery] = bytes / (double)delivered;
        return sample;
    }

    public void OnRegistered(Client client)
    {
    }

    public void OnMessage(Client client, ReadOnlySpan<byte> payload)
    {
        delivered += crowd.Deliveries(payload);
        bytes += payload.Length;
    }

    /// <returns>How long there was nothing to do.</returns>
    private TimeSpan Send(TimeSpan span)
    {
        var moving = Moving;
        var (start, now, idle) = (Clock.Now, Clock.Now, 0L);
        var total = (long)(span.TotalSeconds * rate * moving);
        for (var i = 0L; i < total;)
        {
            var before = now;
            var due = Math.Min(total, (now - start) * rate * moving / Clock.Second + 1);
            var sends = due > i;
            // All of a zone one after another, so that the moments of its movers are as far apart as can be.
            for (; i < due; i++)
                SendOne((int)(i % moving));
            var ready = loop.Poll(this, 0);
            now = Clock.Now;
            if (!sends && ready == 0)
                idle += now - before;
        }
        return TimeSpan.FromSeconds(idle / (double)Clock.Second);
    }

    private void SendOne(int key)
    {
        var updates = crowd.Updates[key];
        loop.Clients[key].Send(updates[turns[key]++ % updates.Length]);
    }
}

using Parley.Bench.Load;

namespace Parley.Bench.Cluster;

/// <summary>
/// In each room one member says something again and again, and the other hears it. When the room's node is killed, how long
/// it takes until something is heard that was said after that: everything before has to come first, as it comes in order.
/// </summary>
internal sealed class FailoverLoad(EventLoop loop) : IClientEvents
{
    private const long Every = 20 * Clock.Millisecond;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly long[] sent = new long[loop.Clients.Count / 2];
    private readonly long[] heard = new long[loop.Clients.Count / 2];
    private readonly long[] sentBefore = new long[loop.Clients.Count / 2];
    private readonly long[] silence = new long[loop.Clients.Count / 2];
    private long killedAt;

    internal long Sent => sent.Sum();

    internal long Lost => Sent - heard.Sum();

    /// <summary>Talks for a while, kills, and talks on until every room is heard again.</summary>
    /// <returns>How long each room was silent after the kill, in nanoseconds.</returns>
    internal IReadOnlyList<long> Run(Message message, Action kill)
    {
        Talk(message, Clock.In(TimeSpan.FromSeconds(1)), () => false);
        sent.CopyTo(sentBefore, 0);
        killedAt = Clock.Now;
        kill();
        Talk(message, Clock.In(Patience), () => silence.All(span => span > 0));
        for (var end = Clock.In(Patience); Lost > 0 && Clock.Now < end;)
            loop.Poll(this, 20);
        return Array.IndexOf(silence, 0) is >= 0 and var mute
            ? throw new BenchException($"room {mute} was not heard again within {Patience.TotalSeconds} s")
            : silence;
    }

    public void OnRegistered(Client client)
    {
    }

    public void OnMessage(Client client, ReadOnlySpan<byte> payload)
    {
        // Who came and who left is told, too.
        if (!Message.IsDelivery(payload))
            return;
        var room = client.Key / 2;
        if (++heard[room] > sentBefore[room] && killedAt > 0 && silence[room] == 0)
            silence[room] = Clock.Now - killedAt;
    }

    private void Talk(Message message, long end, Func<bool> isDone)
    {
        for (var next = Clock.Now; Clock.Now < end && !isDone();)
        {
            if (Clock.Now >= next)
            {
                for (var room = 0; room < sent.Length; room++)
                {
                    loop.Clients[2 * room].Send(message.Frame);
                    sent[room]++;
                }
                next += Every;
            }
            loop.Poll(this, 0);
        }
    }
}

namespace Parley.Bench.Load;

/// <summary>Pairs of clients, 2n and 2n+1, that bounce messages: who receives one sends one back at once.</summary>
internal sealed class PairLoad(EventLoop loop, IReadOnlyList<Message> messages, int inFlight, Writes writes)
    : ClosedLoad(loop)
{
    private readonly EventLoop loop = loop;
    private readonly int[] unsent = new int[messages.Count];

    // Every client's frame as often as it can have to answer, so that a burst is the beginning of an array.
    private readonly byte[][] bursts = [.. messages.Select(message => Repeat(message.Frame, inFlight))];

    protected override void Begin()
    {
        for (var i = 0; i < inFlight; i++)
        {
            for (var client = 0; client < loop.Clients.Count; client += 2)
                Send(loop.Clients[client], 1);
        }
    }

    protected override void Next(Client client, bool goOn)
    {
        if (goOn && writes == Writes.Single)
            Send(client, 1);
        else if (goOn)
            unsent[client.Key]++;
    }

    public override void OnRead(Client client)
    {
        ref var count = ref unsent[client.Key];
        if (count == 0)
            return;
        Send(client, count);
        count = 0;
    }

    private void Send(Client client, int count)
    {
        Owed += count;
        client.Send(bursts[client.Key], count * messages[client.Key].Frame.Length);
    }

    private static byte[] Repeat(byte[] frame, int times)
    {
        var frames = new byte[frame.Length * times];
        for (var i = 0; i < times; i++)
            frame.CopyTo(frames, i * frame.Length);
        return frames;
    }
}

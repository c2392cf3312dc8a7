namespace Parley.Bench.Load;

/// <summary>Makes sure, before anything is measured, that a server does the whole work.</summary>
internal static class Roster
{
    /// <summary>
    /// Every client sends its message once; every client has to get exactly <paramref name="expected"/>, with the
    /// filler intact.
    /// </summary>
    internal static void Check(EventLoop loop, IReadOnlyList<Message> messages, int expected)
    {
        loop.Quiet();
        var check = new Counter(messages[0].Filler, new int[loop.Clients.Count]);
        for (var i = 0; i < loop.Clients.Count; i++)
        {
            loop.Clients[i].Send(messages[i].Frame);
            loop.Poll(check, 0);
        }
        while (loop.Poll(check, 300) > 0)
        {
        }
        var wrong = Array.FindIndex(check.Counts, count => count != expected);
        if (wrong >= 0)
            throw new BenchException($"client {wrong} got {check.Counts[wrong]} messages, not {expected}");
    }

    private sealed class Counter(byte[] filler, int[] counts) : IClientEvents
    {
        internal int[] Counts => counts;

        public void OnRegistered(Client client)
        {
        }

        public void OnMessage(Client client, ReadOnlySpan<byte> payload)
        {
            if (payload.IndexOf(filler) < 0)
                throw new BenchException($"a message did not arrive whole: {Client.Text(payload)}");
            counts[client.Key]++;
        }
    }
}

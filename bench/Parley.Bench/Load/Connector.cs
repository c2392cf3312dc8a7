namespace Parley.Bench.Load;

/// <summary>Connects and registers clients, a bounded number at a time.</summary>
/// <param name="loop">Whose clients they become.</param>
/// <param name="atOnce">Connections between the first packet and registration at any moment.</param>
internal sealed class Connector(EventLoop loop, int atOnce = Connector.Concurrency) : IClientEvents
{
    /// <summary>Where it is not said otherwise.</summary>
    internal const int Concurrency = 32;

    private int registered;

    /// <summary>Connects all of them; fails if nothing moves for 10 s.</summary>
    internal static void Open(EventLoop loop, IReadOnlyList<ClientPlan> plans, int atOnce = Concurrency)
    {
        if (new Connector(loop, atOnce).Run(plans, TimeSpan.FromMinutes(2)) < plans.Count)
            throw new BenchException($"connecting {plans.Count} clients took more than two minutes");
    }

    /// <summary>Connects until the plans or the time run out, and waits for the last ones to register.</summary>
    /// <returns>How many are registered.</returns>
    internal int Run(IReadOnlyList<ClientPlan> plans, TimeSpan limit)
    {
        var end = Clock.In(limit);
        var started = 0;
        var lastProgress = Clock.Now;
        while (true)
        {
            while (started - registered < atOnce && started < plans.Count && Clock.Now < end)
                loop.Connect(plans[started++]);
            if (started == registered)
                return registered;
            if (loop.Poll(this, 100) > 0)
                lastProgress = Clock.Now;
            else if (Clock.Now - lastProgress > 10 * Clock.Second)
                throw new BenchException($"{started - registered} clients connected but were never registered");
        }
    }

    public void OnRegistered(Client client) => registered++;

    public void OnMessage(Client client, ReadOnlySpan<byte> payload)
    {
        // Others' joins are announced while the rest connects.
    }
}

namespace Parley.RabbitMq.Sessions;

/// <summary>An input that was handled, and is kept by its edge until all that came of it has arrived.</summary>
/// <param name="session">Whose input it is.</param>
/// <param name="number">Which.</param>
/// <param name="links">How many nodes have to acknowledge.</param>
internal sealed class PendingInput(HostedSession session, int number, int links)
{
    private int left = links;

    /// <summary>One more node has what was for it.</summary>
    public void Acked()
    {
        if (Interlocked.Decrement(ref left) == 0) session.TellStable(number);
    }
}

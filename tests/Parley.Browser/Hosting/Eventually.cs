namespace Parley.Browser.Hosting;

/// <summary>Waits for what another process brings about.</summary>
internal static class Eventually
{
    /// <summary>How long anything may take: long, as the machine may have other things to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    public static async Task TrueAsync(string what, Func<Task<bool>> condition)
    {
        using var timer = new PeriodicTimer(Interval);
        using var giveUp = new CancellationTokenSource(Patience);
        try
        {
            while (!await condition()) await timer.WaitForNextTickAsync(giveUp.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Gave up waiting after {Patience.TotalSeconds} s: {what}.");
        }
    }
}

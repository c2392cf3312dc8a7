namespace Parley.Server.Authentication;

/// <summary>Keeps <see cref="JwksKeys"/> fresh: at start, then by the source's period, sooner after a failure.</summary>
internal sealed class JwksRefresh(JwksKeys keys, TimeProvider time) : BackgroundService
{
    /// <summary>The first look is waited for, so that the first client does not find a server without keys.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await keys.RefreshAsync().WaitAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (keys.Period is not { } period) return;

        var pause = period;
        while (true)
        {
            await Task.Delay(pause, time, stoppingToken);
            var fresh = await keys.RefreshAsync();
            pause = fresh || period < JwksKeys.LeastPause ? period : JwksKeys.LeastPause;
        }
    }
}

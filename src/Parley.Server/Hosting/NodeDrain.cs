using Parley.Core.Messages;
using Parley.Core.Resuming;
using Parley.EngineIo;
using Parley.RabbitMq;
using Parley.Server.Endpoints;
using Parley.Server.Options;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>
/// Takes nobody new, asks those who are here to move, some at a time (1001: reconnect, elsewhere), and cuts who remains at a
/// deadline. Asked by an operator it can be taken back; asked by SIGTERM it can't.
/// </summary>
/// <remarks>
/// Rooms that all nodes share go to the others after the clients: whoever is on the way to another node takes its session
/// up where its room was, and could not where it is new (docs/scaling.md).
/// </remarks>
internal sealed partial class NodeDrain(
    ConnectionTable connections, SocketIoServer socketIo, Admission admission, KeptSessions kept, TimeProvider time,
    ShutdownOptions options, ILogger<NodeDrain> logger, ClusterNode? cluster = null) : IDisposable
{
    private const string Reason = "the server is going away: reconnect";

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the last who were asked by SIGTERM may be on the way: clients come back within half a second.</summary>
    private static readonly TimeSpan OnTheWay = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private CancellationTokenSource? moving;
    private int awayBefore;
    private bool forGood;

    /// <summary>Clients that are still here.</summary>
    public int Left => connections.Count + socketIo.PollingSessions;

    /// <summary>Whether nobody new is taken.</summary>
    public bool IsDraining => admission.Draining;

    /// <summary>Whether nobody is left, and no room that could be elsewhere.</summary>
    public bool IsEmpty => Left == 0 && cluster is null or { Nodes: <= 1 } or { Yields: true, ShardsHere: 0 };

    /// <summary>When who remains is cut; <c>null</c> while nobody is asked to go.</summary>
    public DateTimeOffset? Deadline { get; private set; }

    /// <summary>An operator wants the node empty. Once more: nothing new.</summary>
    public void Begin()
    {
        lock (gate)
        {
            if (IsDraining) return;
            Start(options.MoveTimeout);
        }
    }

    /// <summary>The server stops. As many go at once as may within a second; the rest within half of the time there is.</summary>
    public void BeginForGood()
    {
        lock (gate)
        {
            forGood = true;
            Stop();
            Refuse();
            LogBegun(logger, Left);
            var most = Math.Max(1, options.MovesPerSecond);
            Ask(most);
            if (Left > most) Start(options.DrainTimeout);
        }
    }

    /// <summary>Takes clients again. <c>false</c> when the server stops.</summary>
    public bool TryEnd()
    {
        lock (gate)
        {
            if (forGood) return false;
            if (!IsDraining) return true;
            Stop();
            Deadline = null;
            admission.Undrain();
            if (cluster is not null) cluster.Yields = false;
            LogEnded(logger, Left);
            return true;
        }
    }

    /// <summary>
    /// After <see cref="BeginForGood"/>, when nobody is left: waits a little for those who are on the way to other nodes,
    /// so that their rooms are still where they were when they come. By the machine's own time, as nodes do everything.
    /// </summary>
    public async Task ArriveAsync(CancellationToken cancellationToken)
    {
        if (cluster is not { Nodes: > 1, ShardsHere: > 0 }) return;
        using var timer = new PeriodicTimer(Step);
        for (var waited = Step; waited <= OnTheWay; waited += Step)
        {
            // First a step: a session may notice only now that its connection has gone.
            await timer.WaitForNextTickAsync(cancellationToken);
            if (kept.Away <= awayBefore) return;
        }
    }

    public void Dispose()
    {
        lock (gate) Stop();
    }

    private void Stop()
    {
        moving?.Cancel();
        moving?.Dispose();
        moving = null;
    }

    private void Refuse()
    {
        // Who was away before may stay away.
        if (!IsDraining) awayBefore = kept.Away;
        admission.Drain();
    }

    private void Start(TimeSpan timeout)
    {
        Refuse();
        if (!forGood) LogBegun(logger, Left);
        var stop = moving = new CancellationTokenSource();
        Deadline = time.GetUtcNow() + timeout;
        _ = MoveAsync(time.GetUtcNow() + (timeout / 2), Deadline.Value, stop.Token);
    }

    /// <summary>Owned by <see cref="moving"/>; ends with it, at the deadline, or when nobody is left.</summary>
    private async Task MoveAsync(DateTimeOffset askedBy, DateTimeOffset deadline, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(Step, time);
        try
        {
            while (Left > 0 && time.GetUtcNow() < deadline)
            {
                Ask(Portion(askedBy));
                await timer.WaitForNextTickAsync(stop);
            }

            if (Left > 0 && !forGood)
            {
                LogCut(logger, Left);
                socketIo.CloseSome(int.MaxValue);
                connections.AbortAll();
            }

            if (cluster is null || forGood) return;
            do await timer.WaitForNextTickAsync(stop);
            while (kept.Away > awayBefore && time.GetUtcNow() < deadline);
            lock (gate)
            {
                if (!stop.IsCancellationRequested) cluster.Yields = true;
            }
        }
        catch (OperationCanceledException)
        {
            // Taken back, or the server stops.
        }
    }

    /// <summary>How many in this step: as the rate says, and more where the time would not be enough; give or take as much, by chance.</summary>
    private int Portion(DateTimeOffset askedBy)
    {
        var steps = Math.Max(1, (askedBy - time.GetUtcNow()) / Step);
        var portion = Math.Max(options.MovesPerSecond * Step.TotalSeconds, Left / steps);
        // Chance keeps clients that came together from coming together again. No secret depends on it.
#pragma warning disable CA5394
        return (int)Math.Ceiling(portion * 2 * Random.Shared.NextDouble());
#pragma warning restore CA5394
    }

    private void Ask(int most)
    {
        var asked = connections.CloseSome(most, CloseCode.GoingAway, Reason);
        if (asked < most) socketIo.CloseSome(most - asked);
    }

    [LoggerMessage(LogLevel.Information, "Draining {Connections} connections.")]
    private static partial void LogBegun(ILogger logger, int connections);

    [LoggerMessage(LogLevel.Information, "Draining was taken back; {Connections} connections are still here.")]
    private static partial void LogEnded(ILogger logger, int connections);

    [LoggerMessage(LogLevel.Warning, "{Connections} connections did not move by the deadline and are cut.")]
    private static partial void LogCut(ILogger logger, int connections);
}

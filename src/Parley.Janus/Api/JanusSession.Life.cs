using System.Net.Sockets;
using System.Net.WebSockets;

namespace Parley.Janus.Api;

/// <summary>How a session begins, survives its connections, and ends.</summary>
internal sealed partial class JanusSession
{
    private readonly CancellationTokenSource over = new();
    private JanusConnection? connection;
    private Task life = Task.CompletedTask;
    private long lastHeard = time.GetTimestamp();

    /// <summary>What Janus said of itself when the session began.</summary>
    public JanusInfo? Info { get; private set; }

    /// <summary>Told when a connection broke, with why, and when another one has taken the session over.</summary>
    public Action<string>? Broken { get; init; }

    /// <inheritdoc cref="Broken"/>
    public Action? Reclaimed { get; init; }

    /// <summary>Connects, and makes the session.</summary>
    /// <exception cref="JanusException">Janus does not answer, or is not fit.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            connection = await JanusConnection.OpenAsync(options.Url, Receive, either.Token);
            Info = JanusInfo.From(await AskOnAsync(connection, "info", 0, null, either.Token));
            Volatile.Write(ref id, (await AskOnAsync(connection, "create", 0, null, either.Token)).Id);
            Take(connection);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JanusException(JanusException.NoAnswer, "Janus does not answer.", late);
        }
        catch (WebSocketException unreachable)
        {
            throw new JanusException(JanusException.NoAnswer, unreachable.InnerException?.Message ?? unreachable.Message, unreachable);
        }
    }

    /// <summary>Keeps it alive, over as many connections as it takes. Gives why it ended; then nothing of it is left.</summary>
    public Task<string> LiveAsync(CancellationToken cancellationToken)
    {
        var living = RunAsync(cancellationToken);
        life = living;
        return living;
    }

    /// <summary>Ends it on Janus, with all its handles, if Janus still listens; and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        End("it is not needed any more");
        await life;
        if (connection is { Closed.IsCompleted: false } open && id != 0)
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(1), time);
            try
            {
                await AskOnAsync(open, "destroy", 0, null, timeout.Token);
            }
            catch (Exception gone) when (gone is JanusException or OperationCanceledException)
            {
                // Janus ends it by itself, when it is not claimed in time.
            }
        }

        await DropAsync();
        over.Dispose();
    }

    private async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var reason = await KeepAsync(cancellationToken);
                if (Ended is not null) break;
                Broken?.Invoke(reason);
                await DropAsync();
                if (!await ReclaimAsync(cancellationToken)) End($"it was not reached again after its connection broke: {reason}");
                if (Ended is not null) break;
                Reclaimed?.Invoke();
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            End("this server is shutting down");
        }

        return Ended!;
    }

    /// <summary>Sends signs of life while they are answered. Gives why the connection is of no use any more.</summary>
    private async Task<string> KeepAsync(CancellationToken cancellationToken)
    {
        var current = connection!;
        while (true)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, over.Token);
            var pause = Task.Delay(options.KeepAlive, time, either.Token);
            var first = await Task.WhenAny(current.Closed, pause);
            cancellationToken.ThrowIfCancellationRequested();
            if (Ended is { } reason) return reason;
            if (first == current.Closed)
            {
                await either.CancelAsync();
                return await current.Closed;
            }

            if (Unheard() > options.Silence) return $"nothing came for {options.Silence.TotalSeconds} s";
            current.TrySend(Write("keepalive", NewTransaction("keepalive"), 0, null));
        }
    }

    private TimeSpan Unheard() => time.GetElapsedTime(Volatile.Read(ref lastHeard));

    /// <summary>Requests of now on wait for the next connection; those whose answer this one owed fail.</summary>
    private async Task DropAsync()
    {
        lock (gate)
        {
            if (Ended is null && ready.Task.IsCompleted) ready = NewReady();
        }

        if (connection is null) return;
        await connection.DisposeAsync();
        connection = null;
    }

    /// <summary>Takes the session over a new connection. <c>false</c> when there is none in time, or no such session any more.</summary>
    private async Task<bool> ReclaimAsync(CancellationToken cancellationToken)
    {
        var (pause, patience) = (TimeSpan.FromMilliseconds(50), options.LostAfter);
        while (patience - Unheard() is var left && left > TimeSpan.Zero)
        {
            using var timeout = new CancellationTokenSource(left, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, over.Token, cancellationToken);
            try
            {
                connection = await JanusConnection.OpenAsync(options.Url, Receive, either.Token);
                await AskOnAsync(connection, "claim", 0, null, either.Token);
                Take(connection);
                return true;
            }
            catch (JanusException no) when (no.Answered)
            {
                End($"Janus does not know it any more: {no.Message}");
                return false;
            }
            catch (Exception failed) when (failed is JanusException or WebSocketException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Ended is not null) return false;
                await DropAsync();
                var refused = failed.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused };
                patience = refused ? options.DeadAfter : options.LostAfter;
            }

            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < TimeSpan.FromMilliseconds(500) ? pause * 2 : TimeSpan.FromMilliseconds(500);
        }

        return false;
    }

    private void Take(JanusConnection open)
    {
        lock (gate) ready.TrySetResult(open);
    }

    private void End(string reason)
    {
        lock (gate)
        {
            if (ended is not null) return;
            ended = reason;
            if (ready.Task.IsCompleted) ready = NewReady();
            ready.SetException(new JanusException(JanusException.NoAnswer, $"The session on Janus has ended: {reason}."));
        }

        over.Cancel();
    }
}

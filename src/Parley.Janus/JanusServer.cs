using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Parley.Core.Media;
using Parley.Janus.Api;
using Parley.Janus.Hls;
using Parley.Janus.Rooms;

namespace Parley.Janus;

/// <summary>
/// A Janus with its videoroom plugin, as a media server: one connection, one session, many handles. It is connected with
/// as long as it is started, and used again when it has been away.
/// </summary>
/// <param name="janus">Where it is.</param>
/// <param name="time">Measures timeouts and pauses.</param>
/// <param name="logger">Told when it comes and goes.</param>
/// <param name="hls">Packages streams; <c>null</c>: nobody does.</param>
public sealed partial class JanusServer(
    JanusOptions janus, TimeProvider time, ILogger<JanusServer> logger, HlsPackager? hls = null) : IMediaServer, IAsyncDisposable
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly CancellationTokenSource stop = new();
    private readonly HashSet<JanusRoom> rooms = [];
    private readonly List<(ulong Number, string Secret)> leftovers = [];
    private (JanusSession Session, JanusHandle Control)? current;
    private Task running = Task.CompletedTask;
    private int streams;

    /// <inheritdoc/>
    public string Name { get; } = janus.Url.Authority;

    /// <inheritdoc/>
    public bool IsHealthy
    {
        get
        {
            lock (gate) return current is not null;
        }
    }

    /// <inheritdoc/>
    public int Load => Volatile.Read(ref streams);

    /// <summary>How many rooms are on it.</summary>
    public int Rooms
    {
        get
        {
            lock (gate) return rooms.Count;
        }
    }

    /// <summary>How many rooms were lost with it so far.</summary>
    public long RoomsLost { get; private set; }

    internal HlsPackager? Hls => hls;

    /// <summary>Begins to connect, and goes on until it is disposed of. Does not wait.</summary>
    public void Start() => running = RunAsync();

    /// <inheritdoc/>
    public async Task<IMediaRoom> OpenRoomAsync(MediaRoomOptions options, CancellationToken cancellationToken)
    {
        var (session, control) = Current();
        // The number is made here, so that the room can be ended also when nobody hears that it was made. Janus's numbers
        // are read by JavaScript, too: 53 bits.
        var number = ((ulong)RandomNumberGenerator.GetInt32(1, 1 << 21) << 32) | (uint)RandomNumberGenerator.GetInt32(int.MaxValue);
        var room = new JanusRoom(this, session, control, number, RandomNumberGenerator.GetHexString(32), options);
        lock (gate) rooms.Add(room);
        try
        {
            await room.AskAsync(VideoRoom.Create(number, room.Secret, janus.AdminKey, options), cancellationToken);
            room.CheckEnded();
            return room;
        }
        catch
        {
            _ = room.DisposeAsync().AsTask(); // sees to itself, and the caller may be in a hurry
            throw;
        }
    }

    /// <summary>Ends all rooms, and the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested) return;
        await Task.WhenAll(AllRooms().Select(room => room.DisposeAsync().AsTask()));
        await stop.CancelAsync();
        await running;
        stop.Dispose();
    }

    /// <summary>Streams came or went. Counted as they do: each new room asks how many there are, and there may be thousands.</summary>
    internal void Count(int change) => Interlocked.Add(ref streams, change);

    /// <summary>Ends a room on Janus; when Janus can't be reached, as soon as it can. Does not fail.</summary>
    internal async Task DestroyAsync(JanusRoom room)
    {
        lock (gate) rooms.Remove(room);
        if (!await DestroyAsync(room.Session, room.Control, room.Number, room.Secret)) Leave(room);
    }

    private static Task<bool> DestroyAsync(JanusSession session, JanusHandle control, ulong number, string secret) =>
        session.InsistAsync("message", control.Id, json =>
        {
            json.WriteStartObject("body");
            VideoRoom.Destroy(number, secret)(json);
            json.WriteEndObject();
        });

    private (JanusSession Session, JanusHandle Control) Current()
    {
        lock (gate) return current ?? throw new MediaException(MediaFault.ServerFailed, "The media server does not answer: try again.");
    }

    private JanusRoom[] AllRooms()
    {
        lock (gate) return [.. rooms];
    }

    private void Leave(JanusRoom room)
    {
        lock (gate) leftovers.Add((room.Number, room.Secret));
    }

    private async Task RunAsync()
    {
        var (pause, said) = (ShortestPause, "");
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ServeAsync();
                (pause, said) = (ShortestPause, "");
            }
            catch (JanusException unreachable)
            {
                // Once for each reason: it may be away for days.
                if (said != unreachable.Message) LogUnreachable(logger, Name, unreachable.Message.TrimEnd('.'));
                said = unreachable.Message;
                pause = pause * 2 < janus.LongestPause ? pause * 2 : janus.LongestPause;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(pause, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One session, from its beginning to its end.</summary>
    private async Task ServeAsync()
    {
        await using var session = new JanusSession(janus, time) { Broken = reason => LogBroken(logger, Name, reason), Reclaimed = CatchUp };
        await session.BeginAsync(stop.Token);
        var living = session.LiveAsync(stop.Token);
        var control = await session.AttachAsync(stop.Token);
        await SweepAsync(session, control);
        lock (gate) current = (session, control);
        LogConnected(logger, Name, session.Info!.Version);
        if (session.Info.Reclaim < janus.LostAfter) LogNoReclaim(logger, Name, session.Info.Reclaim.TotalSeconds);
        Lose(session, await living);
    }

    private void Lose(JanusSession session, string reason)
    {
        lock (gate) current = null;
        if (stop.IsCancellationRequested) return;
        var lost = AllRooms().Where(room => room.Session == session).ToArray();
        LogLost(logger, Name, reason, lost.Length);
        RoomsLost += lost.Length;
        foreach (var room in lost)
        {
            lock (gate) rooms.Remove(room);
            Leave(room); // Janus may live on, and rooms there don't end with sessions
            room.Lose(string.Create(CultureInfo.InvariantCulture, $"the media server {Name} is gone: {reason}"));
        }
    }

    /// <summary>Ends what could not be ended while Janus was out of reach. After its own restart there is nothing of it.</summary>
    private async Task SweepAsync(JanusSession session, JanusHandle control)
    {
        (ulong Number, string Secret)[] left;
        lock (gate) left = [.. leftovers];
        foreach (var room in left)
        {
            if (!await DestroyAsync(session, control, room.Number, room.Secret)) return;
            lock (gate) leftovers.Remove(room);
        }
    }

    private void CatchUp()
    {
        LogReclaimed(logger, Name);
        foreach (var room in AllRooms()) _ = CatchUpAsync(room);
    }

    private async Task CatchUpAsync(JanusRoom room)
    {
        try
        {
            await room.CatchUpAsync(stop.Token);
        }
        catch (Exception gone) when (gone is MediaException or OperationCanceledException)
        {
            // It has ended meanwhile, or the connection broke again: then this comes again.
        }
    }

    [LoggerMessage(LogLevel.Information, "Media server {Name} is there: Janus {Version}.")]
    private static partial void LogConnected(ILogger logger, string name, string version);

    [LoggerMessage(LogLevel.Warning, "Media server {Name} is out of reach: {Reason}. It is tried again and again.")]
    private static partial void LogUnreachable(ILogger logger, string name, string reason);

    [LoggerMessage(LogLevel.Warning, "The connection to media server {Name} broke: {Reason}. Media goes on; its session is claimed by another.")]
    private static partial void LogBroken(ILogger logger, string name, string reason);

    [LoggerMessage(LogLevel.Information, "The session on media server {Name} has been claimed.")]
    private static partial void LogReclaimed(ILogger logger, string name);

    [LoggerMessage(LogLevel.Error, "Media server {Name} is lost: {Reason}. {Rooms} rooms with it.")]
    private static partial void LogLost(ILogger logger, string name, string reason, int rooms);

    [LoggerMessage(LogLevel.Warning, "Media server {Name} keeps sessions for {Seconds} s when their connection breaks: set reclaim_session_timeout to 10 in its janus.jcfg, or media is lost with every such break.")]
    private static partial void LogNoReclaim(ILogger logger, string name, double seconds);
}

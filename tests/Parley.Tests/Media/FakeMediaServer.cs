using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>
/// A media server in memory that behaves as the port says, and as <c>MediaServerSpec</c> holds it to. Tests connect its
/// streams, lose packets, stall it and kill it; and look at what it was asked.
/// </summary>
/// <param name="time">Measures how long a watcher waits for media.</param>
/// <param name="name">As in logs.</param>
internal sealed class FakeMediaServer(TimeProvider time, string name = "fake") : IMediaServer
{
    /// <summary>How long a watcher waits for media.</summary>
    public static readonly TimeSpan MediaTimeout = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private readonly List<FakeMediaRoom> rooms = [];
    private TaskCompletionSource? stalled;
    private int lastId;

    public string Name => name;

    public bool IsHealthy { get; private set; } = true;

    public int Load => Rooms.Sum(room => room.Uplinks.Count + room.Downlinks.Count);

    /// <summary>Whether a stream's connection is up as soon as both descriptions are there; otherwise <see cref="FakeMediaLink.Connect"/> it.</summary>
    public bool ConnectsAtOnce { get; set; } = true;

    /// <summary>Rooms that have not ended, oldest first.</summary>
    public IReadOnlyList<FakeMediaRoom> Rooms
    {
        get
        {
            lock (gate) return [.. rooms];
        }
    }

    /// <summary>How often a room was asked for.</summary>
    public int Opened { get; private set; }

    internal TimeProvider Time => time;

    public async Task<IMediaRoom> OpenRoomAsync(MediaRoomOptions options, CancellationToken cancellationToken)
    {
        lock (gate) Opened++;
        await AnswerableAsync(cancellationToken);
        var room = new FakeMediaRoom(this, options);
        lock (gate) rooms.Add(room);
        return room;
    }

    /// <summary>It dies, and all that is on it.</summary>
    public void Kill(string reason = "killed")
    {
        IsHealthy = false;
        Release();
        foreach (var room in Rooms) room.Lose(reason);
    }

    /// <summary>It is back, empty.</summary>
    public void Revive() => IsHealthy = true;

    /// <summary>From now on calls wait until <see cref="Release"/>, as on a server that has stopped answering.</summary>
    public void Stall()
    {
        lock (gate) stalled ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    /// <summary>Calls go on.</summary>
    public void Release()
    {
        lock (gate)
        {
            stalled?.SetResult();
            stalled = null;
        }
    }

    /// <summary>Waits while it is stalled.</summary>
    /// <exception cref="MediaException">It is dead.</exception>
    internal async Task AnswerableAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task? release;
        lock (gate) release = stalled?.Task;
        if (release is not null) await release.WaitAsync(cancellationToken);
        if (!IsHealthy) throw Failed();
    }

    internal static MediaException Failed() =>
        new(MediaFault.ServerFailed, "The media server does not answer: try again.");

    internal int NewId() => Interlocked.Increment(ref lastId);

    internal void Remove(FakeMediaRoom room)
    {
        lock (gate) rooms.Remove(room);
    }
}

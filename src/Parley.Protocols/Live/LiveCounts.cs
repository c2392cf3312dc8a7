using Parley.Core.Media;

namespace Parley.Protocols.Live;

/// <summary>What all rooms together come to; read by metrics. Thread-safe.</summary>
public sealed class LiveCounts
{
    private long rooms;
    private long publishers;
    private long viewers;
    private long uplinks;
    private long downlinks;
    private long moved;
    private long lostUp;
    private long lostDown;

    /// <summary>Sessions that may send.</summary>
    public long Publishers => Interlocked.Read(ref publishers);

    /// <summary>Sessions that only watch.</summary>
    public long Viewers => Interlocked.Read(ref viewers);

    /// <summary>Streams to media servers.</summary>
    public long Uplinks => Interlocked.Read(ref uplinks);

    /// <summary>Streams from media servers.</summary>
    public long Downlinks => Interlocked.Read(ref downlinks);

    /// <summary>Rooms whose media server was lost, so far.</summary>
    public long Moved => Interlocked.Read(ref moved);

    /// <summary>Packets that publishers sent and media servers missed, so far.</summary>
    public long LostUp => Interlocked.Read(ref lostUp);

    /// <summary>Packets that media servers sent and watchers missed, so far.</summary>
    public long LostDown => Interlocked.Read(ref lostDown);

    /// <summary>Rooms that are open.</summary>
    internal long Rooms => Interlocked.Read(ref rooms);

    /// <summary>Takes a place among the rooms, if there is one.</summary>
    internal bool TryOpen(int most)
    {
        if (Interlocked.Increment(ref rooms) <= most) return true;
        Interlocked.Decrement(ref rooms);
        return false;
    }

    internal void Closed() => Interlocked.Decrement(ref rooms);

    internal void Came(LiveRole role) => Interlocked.Increment(ref role == LiveRole.Publisher ? ref publishers : ref viewers);

    internal void Went(LiveRole role) => Interlocked.Decrement(ref role == LiveRole.Publisher ? ref publishers : ref viewers);

    internal void Uplink(int by) => Interlocked.Add(ref uplinks, by);

    internal void Downlink(int by) => Interlocked.Add(ref downlinks, by);

    internal void RoomMoved() => Interlocked.Increment(ref moved);

    internal void PacketsLost(MediaSlow slow) => Interlocked.Add(ref slow.Link is IUplink ? ref lostUp : ref lostDown, slow.Lost);
}

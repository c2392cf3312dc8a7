using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Protocols.Live;
using Parley.RabbitMq;

namespace Parley.Server.Rest;

/// <summary>
/// Live rooms that were made ahead on this node and are to stay, wherever among several nodes they live: each is kept by a
/// session without a client. On one node there is nothing to do.
/// </summary>
internal sealed class KeptLiveRooms(ClusterNode? cluster = null)
{
    private int count;

    /// <summary>How many there are.</summary>
    public int Count => Volatile.Read(ref count);

    public void Keep(string rid, RoomId room, OpenLiveRoom make)
    {
        if (cluster is null) return;
        Interlocked.Increment(ref count);
        new Keeper(this, cluster, room, LiveKeeper.Opening(rid, make)).Open();
    }

    private sealed class Keeper(KeptLiveRooms owner, ClusterNode cluster, RoomId room, byte[] opening) : IConnection
    {
        private readonly Lock gate = new();
        private IMessageHandler? session;

        public bool LatestWaits => false;

        public void Open()
        {
            lock (gate) session = cluster.Open(this, LiveKeeper.Name, room, opening);
        }

        public bool TrySend(in Frame frame) => true;

        public bool TrySendLatest(byte[] buffer, int length)
        {
            LatestFrames.Return(buffer);
            return true;
        }

        public bool DropLatest() => false;

        public void HandOver(IMessageHandler next)
        {
        }

        public void Abort() => Close(CloseCode.GoingAway, "");

        /// <summary>The room has ended; or this node was cut off from it, and keeps it again. Not on this stack: locks are held.</summary>
        public void Close(CloseCode code, string reason) => ThreadPool.UnsafeQueueUserWorkItem(
            static state => state.Self.End(state.Code), (Self: this, Code: code), preferLocal: false);

        private void End(CloseCode code)
        {
            IMessageHandler ended;
            lock (gate) ended = session!;
            ended.Ended();
            if (code != CloseCode.Normal) Open();
            else Interlocked.Decrement(ref owner.count);
        }
    }
}

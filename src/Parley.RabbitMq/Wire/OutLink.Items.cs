using Parley.Core.Rooms;

namespace Parley.RabbitMq.Wire;

/// <content>What goes by it. How each item is read: <see cref="ClusterNode"/>, what comes from other nodes.</content>
internal sealed partial class OutLink
{
    // The last output, to which the next receiver of the same frame is added.
    private byte[]? lastFrame;
    private (SessionKey Origin, int Number, byte Count) lastCause;
    private int lastEnd;
    private int lastReceivers;

    public void Open(int shard, long epoch, Opening opening, long stamp, bool resumed, bool again, int next, byte[] carried)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Open, shard, epoch)) return;
            open.Long(stamp);
            open.Flag(resumed);
            open.Flag(again);
            open.Int(next);
            open.Bytes(carried);
            opening.Write(open);
        }

        wake();
    }

    public void Input(
        int shard, long epoch, SessionKey key, long stamp, int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Input, shard, epoch)) return;
            open.Key(key);
            open.Long(stamp);
            open.Int(number);
            open.Byte((byte)kind);
            open.Flag(again);
            open.Bytes(message);
        }

        wake();
    }

    /// <summary>Gives a client something. Returns the batch it went into.</summary>
    public long Output(int shard, long epoch, in OutputCause cause, int receiver, OutputKind kind, int code, ReadOnlyMemory<byte> content, byte[]? shared)
    {
        long batch;
        lock (gate)
        {
            batch = acked + unacked.Count + 1;
            if (shared is not null && ReferenceEquals(shared, lastFrame) && lastEnd == open.Length
                && lastCause == (cause.Origin, cause.Number, cause.Count))
            {
                open.Int(receiver);
                open.Patch(lastReceivers, ReceiversOfLast());
                lastEnd = open.Length;
            }
            else
            {
                if (!Begin(ItemKind.Output, shard, epoch)) return 0;
                open.Key(cause.Origin);
                open.Int(cause.Number);
                open.Byte(cause.Count);
                open.Flag(cause.Again);
                open.Byte((byte)kind);
                open.Int(code);
                open.Bytes(content.Span);
                lastReceivers = open.Length;
                open.Int(1);
                open.Int(receiver);
                (lastFrame, lastCause, lastEnd) = (shared, (cause.Origin, cause.Number, cause.Count), open.Length);
            }
        }

        wake();
        return batch;
    }

    /// <summary>A client of this node did not get all of that.</summary>
    public void Lost(int shard, long epoch, SessionKey key)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Lost, shard, epoch)) return;
            open.Key(key);
        }

        wake();
    }

    public void Stable(int shard, long epoch, SessionKey key, int number)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Stable, shard, epoch)) return;
            open.Int(key.Number);
            open.Int(number);
        }

        wake();
    }

    public void Carry(int shard, long epoch, SessionKey key, int last, byte[] state)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Carry, shard, epoch)) return;
            open.Int(key.Number);
            open.Int(last);
            open.Bytes(state);
        }

        wake();
    }

    public void Member(ItemKind kind, int shard, long epoch, long node, Opening opening)
    {
        lock (gate)
        {
            if (!Begin(kind, shard, epoch)) return;
            open.Long(node);
            opening.Write(open);
        }

        wake();
    }

    /// <summary><see cref="ItemKind.Reopened"/> or <see cref="ItemKind.Fenced"/>.</summary>
    public void Say(ItemKind kind, int shard, long epoch)
    {
        lock (gate)
        {
            if (!Begin(kind, shard, epoch)) return;
        }

        wake();
    }

    public void Command(int shard, long epoch, long id, RoomId room, string type, byte[] command)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Command, shard, epoch)) return;
            open.Long(id);
            open.Text(room.Kind);
            open.Text(room.Key);
            open.Text(type);
            open.Bytes(command);
        }

        wake();
    }

    public void Answer(int shard, long epoch, long id, byte[] answer)
    {
        lock (gate)
        {
            if (!Begin(ItemKind.Answer, shard, epoch)) return;
            open.Long(id);
            open.Bytes(answer);
        }

        wake();
    }

    private bool Begin(ItemKind kind, int shard, long epoch)
    {
        if (closed) return false;
        open.Item(kind, shard, epoch);
        return true;
    }

    private int ReceiversOfLast() => (open.Length - lastReceivers) / sizeof(int) - 1;
}

using System.Text;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq;

/// <content>What comes from other nodes, on the thread of the broker's client: one message at a time.</content>
public sealed partial class ClusterNode
{
    private void Take(ReadOnlySpan<byte> message)
    {
        FlushBatch.Begin();
        try
        {
            var reader = new WireReader(message);
            if ((MessageType)reader.Byte() == MessageType.Announcement) Hear(Announcement.Read(ref reader));
            else TakeBatch(ref reader);
        }
        catch (Exception failure)
        {
            LogFailed(logger, failure);
        }
        finally
        {
            FlushBatch.End();
        }
    }

    private void TakeBatch(ref WireReader reader)
    {
        var (from, batch, acked) = (reader.Long(), reader.Long(), reader.Long());
        Clock.Hear(reader.Long());
        lock (gate)
        {
            if (forgotten.ContainsKey(from)) return;
        }

        var other = Known(from);
        if (batch > 0)
        {
            if (batch == other.Received + 1)
            {
                try
                {
                    while (!reader.AtEnd) TakeItem(other, ref reader);
                }
                finally
                {
                    // Also where it failed: it would fail again, and everything behind it waits.
                    other.Received = batch;
                }
            }

            other.Link.OweAck(other.Received);
        }

        // Behind the items: one of them may say that what is acknowledged was not taken.
        other.Link.Ack(acked);
    }

    private void TakeItem(OtherNode from, ref WireReader reader)
    {
        var (kind, number, epoch) = ((ItemKind)reader.Byte(), (int)reader.Byte(), reader.Long());
        var shard = shards[number];
        var mine = owned[number] is { IsOver: false } current && current.Epoch == epoch ? current : null;
        switch (kind)
        {
            case ItemKind.Open:
                var (stamp, resumed, again) = (reader.Long(), reader.Flag(), reader.Flag());
                var (next, carried) = (reader.Int(), reader.Bytes().ToArray());
                var opening = Opening.Read(ref reader);
                mine?.Open(opening, from.Id, from.Link, null, stamp, resumed, again, next, carried);
                break;
            case ItemKind.Input:
                TakeInput(mine, from, ref reader);
                break;
            case ItemKind.Remember:
                var (node, known) = (reader.Long(), Opening.Read(ref reader));
                mine?.Remember(node, known);
                break;
            case ItemKind.Reopened:
                mine?.Reopened(from.Id);
                break;
            case ItemKind.Lost:
                var reading = reader.Key();
                mine?.Find(reading)?.LatestLost();
                break;
            case ItemKind.Output:
                TakeOutput(shard, epoch, from, ref reader);
                break;
            case ItemKind.Carry:
                var (receiver, last, state) = (reader.Int(), reader.Int(), reader.Bytes().ToArray());
                if (epoch >= shard.Fence && edges.TryGetValue(receiver, out var carrier)) carrier.Carry(last, state);
                break;
            case ItemKind.Stable:
                if (edges.TryGetValue(reader.Int(), out var edge)) edge.Stable(reader.Int());
                else reader.Int();
                break;
            case ItemKind.Present or ItemKind.Absent:
                var (edgeNode, about) = (reader.Long(), Opening.Read(ref reader));
                if (epoch >= shard.Fence) shard.Note(kind == ItemKind.Present, edgeNode, about);
                break;
            case ItemKind.Fenced:
                lock (gate)
                {
                    shard.Raise(epoch);
                    Route();
                }

                break;
            case ItemKind.Command:
                TakeCommand(mine, from, ref reader);
                break;
            case ItemKind.Answer:
                shard.Answered(reader.Long(), reader.Bytes().ToArray());
                break;
            default:
                throw new InvalidDataException($"Node {from.Id:x16} says {kind}, which this version does not know.");
        }
    }

    private static void TakeInput(OwnedShard? shard, OtherNode from, ref WireReader reader)
    {
        var (key, stamp) = (reader.Key(), reader.Long());
        var (number, kind, again) = (reader.Int(), (InputKind)reader.Byte(), reader.Flag());
        var message = reader.Bytes();
        shard?.Take(from.Link, key, stamp, number, kind, again, message);
    }

    private void TakeOutput(Shard shard, long epoch, OtherNode from, ref WireReader reader)
    {
        var cause = new OutputCause(reader.Key(), reader.Int(), reader.Byte(), reader.Flag());
        var (kind, code) = ((OutputKind)reader.Byte(), reader.Int());
        var content = reader.Bytes();
        var state = kind == OutputKind.State ? content.ToArray() : [];
        var fenced = epoch < shard.Fence;
        if (fenced) from.Link.Say(ItemKind.Fenced, shard.Number, shard.Fence);
        else shard.Raise(epoch);
        var frame = kind == OutputKind.Frame && !fenced ? Frame.Of((FrameOpcode)code, content) : default;
        for (var i = reader.Int(); i > 0; i--)
        {
            var receiver = reader.Int();
            if (fenced || !edges.TryGetValue(receiver, out var edge)) continue;
            if (kind == OutputKind.State)
            {
                edge.Remember(code, state);
                continue;
            }

            if (cause.Number >= 0)
            {
                var packed = Delivered.Pack(receiver, cause.Count);
                if (cause.Again && Delivered.Has(cause.Origin, cause.Number, packed)) continue;
                Delivered.Note(cause.Origin, cause.Number, packed, Now);
            }

            // The owner takes it that what it sent before came: it is told that something took the place of that.
            if (kind == OutputKind.Latest && edge.Connection.LatestWaits) from.Link.Lost(shard.Number, epoch, edge.Key);
            Give(edge.Connection, kind, code, frame, content);
        }
    }

    private static void Give(IConnection connection, OutputKind kind, int code, in Frame frame, ReadOnlySpan<byte> content)
    {
        switch (kind)
        {
            case OutputKind.Frame:
                connection.TrySend(frame);
                break;
            case OutputKind.Latest:
                var buffer = LatestFrames.Rent(content.Length);
                content.CopyTo(buffer);
                connection.TrySendLatest(buffer, content.Length);
                break;
            case OutputKind.Close:
                connection.Close((CloseCode)code, Encoding.UTF8.GetString(content));
                break;
            default:
                connection.Abort();
                break;
        }
    }

    private void TakeCommand(OwnedShard? shard, OtherNode from, ref WireReader reader)
    {
        var (id, room) = (reader.Long(), new RoomId(reader.Text(), reader.Text()));
        var (type, command) = (reader.Text(), reader.Bytes().ToArray());
        if (shard is null || !formsByName.TryGetValue(type, out var form)) return;
        shard.TryRun(() => Run(room, form, command, answer => from.Link.Answer(shard.Number, shard.Epoch, id, answer)));
    }
}

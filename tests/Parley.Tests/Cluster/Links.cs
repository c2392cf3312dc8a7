using Parley.Core.Rooms;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;

namespace Parley.Tests.Cluster;

/// <summary>What the cluster stands on, without a broker.</summary>
public sealed class Links
{
    [Fact]
    public void What_is_not_acknowledged_is_sent_again_in_order_and_nothing_else()
    {
        var link = new OutLink(() => { });
        var sent = new List<byte[]>();
        for (var i = 0; i < 3; i++)
        {
            link.Say(ItemKind.Reopened, i, 7);
            link.TryNext(1, 0, ackAlone: false, out var message).ShouldBeTrue();
            sent.Add(message);
        }

        link.TryNext(1, 0, ackAlone: false, out _).ShouldBeFalse();
        link.Ack(1);
        link.SendAgain();
        link.Say(ItemKind.Reopened, 3, 7);

        var again = new List<long>();
        while (link.TryNext(1, 0, ackAlone: false, out var message)) again.Add(BatchOf(message));
        again.ShouldBe([2, 3, 4]);
        link.Acked.ShouldBe(1);
        link.Last.ShouldBe(4);
    }

    [Fact]
    public void Receivers_of_one_frame_share_it_within_a_batch()
    {
        var link = new OutLink(() => { });
        var frame = new byte[100];
        var cause = new OutputCause(new SessionKey(1, 1), 5, 0, false);
        for (var receiver = 1; receiver <= 3; receiver++)
            link.Output(9, 7, cause, receiver, OutputKind.Frame, 1, frame, frame).ShouldBe(1);

        link.TryNext(1, 0, ackAlone: false, out var message).ShouldBeTrue();

        var reader = new WireReader(message.AsSpan(25));
        reader.Byte().ShouldBe((byte)ItemKind.Output);
        reader.Byte().ShouldBe((byte)9);
        reader.Long().ShouldBe(7);
        reader.Key().ShouldBe(new SessionKey(1, 1));
        reader.Int().ShouldBe(5);
        reader.Byte().ShouldBe((byte)0);
        reader.Flag().ShouldBeFalse();
        reader.Byte().ShouldBe((byte)OutputKind.Frame);
        reader.Int().ShouldBe(1);
        reader.Bytes().Length.ShouldBe(100);
        reader.Int().ShouldBe(3);
        (reader.Int(), reader.Int(), reader.Int()).ShouldBe((1, 2, 3));
        reader.AtEnd.ShouldBeTrue();
    }

    [Fact]
    public void A_delivery_is_known_again_and_what_follows_is_not()
    {
        var delivered = new Delivered();
        var alice = new SessionKey(1, 1);
        delivered.Note(alice, 4, Delivered.Pack(7, 0), now: 0);

        delivered.Has(alice, 3, Delivered.Pack(8, 0)).ShouldBeTrue();
        delivered.Has(alice, 4, Delivered.Pack(7, 0)).ShouldBeTrue();
        delivered.Has(alice, 4, Delivered.Pack(7, 1)).ShouldBeFalse();
        delivered.Has(alice, 4, Delivered.Pack(8, 0)).ShouldBeFalse();
        delivered.Has(alice, 5, Delivered.Pack(7, 0)).ShouldBeFalse();
    }

    [Fact]
    public void A_node_that_comes_takes_only_its_own_shards_and_one_that_goes_leaves_only_its_own()
    {
        long[] two = [11, 22];
        long[] three = [11, 22, 33];
        long[] turned = [33, 22, 11];
        var (moved, kept) = (0, new int[3]);
        for (var shard = 0; shard < Placement.Shards; shard++)
        {
            var (before, after) = (Placement.OwnerOf(shard, two), Placement.OwnerOf(shard, three));
            Placement.OwnerOf(shard, turned).ShouldBe(after);
            if (before != after) after.ShouldBe(33);
            moved += before == after ? 0 : 1;
            kept[Array.IndexOf(three, after)]++;
        }

        moved.ShouldBeInRange(50, 120);
        kept.ShouldAllBe(count => count > 50);
        Enumerable.Range(0, 5000).Select(i => Placement.ShardOf(new RoomId("chat", $"{i}"))).Distinct().Count().ShouldBe(Placement.Shards);
    }

    private static long BatchOf(byte[] message) => BitConverter.ToInt64(message, 9);
}

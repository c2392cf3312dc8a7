using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.RabbitMq;
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
        var link = new OutLink(new LamportClock(), () => { });
        var sent = new List<byte[]>();
        for (var i = 0; i < 3; i++)
        {
            link.Say(ItemKind.Reopened, i, 7);
            link.TryNext(1, ackAlone: false, out var message).ShouldBeTrue();
            sent.Add(message);
        }

        link.TryNext(1, ackAlone: false, out _).ShouldBeFalse();
        link.Ack(1);
        link.SendAgain();
        link.Say(ItemKind.Reopened, 3, 7);

        var again = new List<long>();
        while (link.TryNext(1, ackAlone: false, out var message)) again.Add(BatchOf(message));
        again.ShouldBe([2, 3, 4]);
        link.Acked.ShouldBe(1);
        link.Last.ShouldBe(4);
    }

    [Fact]
    public async Task What_comes_while_an_acknowledgement_goes_out_is_acknowledged_after_it()
    {
        const int Rounds = 20_000;
        var link = new OutLink(new LamportClock(), () => { });
        var (asked, came) = (0, 0);
        var coming = Task.Factory.StartNew(
            () =>
            {
                for (var round = 1; round <= Rounds; round++)
                {
                    SpinWait.SpinUntil(() => Volatile.Read(ref asked) >= round);
                    link.OweAck((2 * round) - 1);
                    link.OweAck(2 * round);
                    Volatile.Write(ref came, round);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        for (var round = 1; round <= Rounds; round++)
        {
            Volatile.Write(ref asked, round);
            var (acknowledged, over) = (0L, false);
            while (!over)
            {
                over = Volatile.Read(ref came) == round;
                if (link.TryNext(1, ackAlone: true, out var message)) acknowledged = AcknowledgedBy(message);
            }

            // Nothing comes afterwards that would bring it along.
            acknowledged.ShouldBe(2 * round);
        }

        await coming;
    }

    [Fact]
    public void An_acknowledgement_waits_for_something_to_go_with()
    {
        var link = new OutLink(new LamportClock(), () => { });
        link.OweAck(5);
        link.TryNext(1, ackAlone: false, out _).ShouldBeFalse();

        link.Say(ItemKind.Reopened, 3, 7);
        link.TryNext(1, ackAlone: false, out var message).ShouldBeTrue();

        AcknowledgedBy(message).ShouldBe(5);
        link.TryNext(1, ackAlone: true, out _).ShouldBeFalse("it has gone");
    }

    [Fact]
    public void A_batch_carries_the_clock_of_its_node_as_it_goes_out()
    {
        var (clock, theirs) = (new LamportClock(), new LamportClock());
        var link = new OutLink(clock, () => { });
        link.Say(ItemKind.Reopened, 9, 7);
        var before = clock.Next();

        theirs.Hear(BitConverter.ToInt64(Next(link), 25));

        theirs.Next().ShouldBeGreaterThan(before);
        theirs.Hear(1);
        theirs.Now.ShouldBeGreaterThan(before);
    }

    [Fact]
    public void Receivers_of_one_frame_share_it_within_a_batch()
    {
        var link = new OutLink(new LamportClock(), () => { });
        var frame = new byte[100];
        var cause = new OutputCause(new SessionKey(1, 1), 5, 0, false);
        for (var receiver = 1; receiver <= 3; receiver++)
            link.Output(9, 7, cause, receiver, OutputKind.Frame, 1, frame, frame).ShouldBe(1);

        link.TryNext(1, ackAlone: false, out var message).ShouldBeTrue();

        var reader = new WireReader(message.AsSpan(33));
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
    public void Of_what_only_the_newest_counts_one_batch_is_on_its_way_and_the_rest_is_replaced()
    {
        var woken = 0;
        var link = new OutLink(new LamportClock(), () => woken++);
        link.Latest(9, 7, receiver: 1, Bytes(10), 1);
        link.LatestWaits(1).ShouldBeTrue();
        link.Latest(9, 7, receiver: 1, Bytes(11), 1);
        link.Latest(9, 7, receiver: 2, Bytes(20), 1);
        LatestIn(Next(link)).ShouldBe([(1, 11), (2, 20)], ignoreOrder: true);
        link.LatestWaits(1).ShouldBeFalse();
        link.DropLatest(1).ShouldBeFalse();

        // Until that has arrived, only the rest goes.
        link.Latest(9, 7, receiver: 1, Bytes(12), 1);
        link.Latest(9, 7, receiver: 2, Bytes(21), 1);
        link.TryNext(1, ackAlone: false, out _).ShouldBeFalse();
        link.Say(ItemKind.Reopened, 0, 7);
        LatestIn(Next(link)).ShouldBeEmpty();
        link.Latest(9, 7, receiver: 1, Bytes(13), 1);
        link.DropLatest(2).ShouldBeTrue();
        var before = woken;
        link.Ack(1);
        woken.ShouldBe(before + 1);
        LatestIn(Next(link)).ShouldBe([(1, 13)]);

        link.Latest(9, 7, receiver: 1, Bytes(14), 1);
        link.Close();
        link.LatestWaits(1).ShouldBeFalse();
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

    private static byte[] Bytes(byte value)
    {
        var buffer = LatestFrames.Rent(1);
        buffer[0] = value;
        return buffer;
    }

    private static byte[] Next(OutLink link)
    {
        link.TryNext(1, ackAlone: false, out var message).ShouldBeTrue();
        return message;
    }

    /// <summary>Who gets what of which only the newest counts, in a batch of that and of words.</summary>
    private static List<(int Receiver, int Value)> LatestIn(byte[] message)
    {
        var found = new List<(int, int)>();
        var reader = new WireReader(message.AsSpan(33));
        while (!reader.AtEnd)
        {
            var kind = (ItemKind)reader.Byte();
            (reader.Byte(), reader.Long()).Item2.ShouldBe(7);
            if (kind != ItemKind.Output) continue;
            (reader.Key(), reader.Int()).ShouldBe((default, -1));
            (reader.Byte(), reader.Flag(), (OutputKind)reader.Byte(), reader.Int()).ShouldBe(((byte)0, false, OutputKind.Latest, 0));
            var value = reader.Bytes()[0];
            reader.Int().ShouldBe(1);
            found.Add((reader.Int(), value));
        }

        return found;
    }

    private static long AcknowledgedBy(byte[] message) => BitConverter.ToInt64(message, 17);

    private static long BatchOf(byte[] message) => BitConverter.ToInt64(message, 9);
}

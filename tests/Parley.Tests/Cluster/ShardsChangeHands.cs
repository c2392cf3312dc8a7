using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Core.Messages;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.RabbitMq;
using Parley.RabbitMq.Sessions;
using Parley.RabbitMq.Shards;
using Parley.RabbitMq.Wire;
using Parley.Tests.Core.Sessions;

namespace Parley.Tests.Cluster;

/// <summary>What clients send while a shard changes hands, step by step: on a node that is in contact, with a shard that it does not know of.</summary>
[Collection(QuietCollection.Name)]
public sealed class ShardsChangeHands(RabbitBroker broker) : IAsyncLifetime
{
    private const int Number = 5;

    private static readonly RoomId Room = new("test", "room");

    private readonly List<IConnection> inRoom = [];
    private readonly OutLink link = new(new LamportClock(), () => { });
    private ClusterNode? node;
    private int sessions;

    public async ValueTask InitializeAsync()
    {
        var rooms = new LocalRooms(new Dictionary<string, Func<RoomId, Room>>(), new Clock(TimeProvider.System));
        var kind = new SessionKind("test", (connection, _, _, _) => new Talker(inRoom, connection));
        node = new ClusterNode(new ClusterOptions(new Uri(broker.Url)), [kind], [], rooms, NullLogger<ClusterNode>.Instance);
        node.Start();
        await Eventually.Is(() => node.InContact);
    }

    public ValueTask DisposeAsync() => node!.DisposeAsync();

    [Fact]
    public async Task What_was_not_acknowledged_when_a_shard_was_given_away_is_kept_whatever_is_acknowledged_later()
    {
        var owned = Working();
        var alice = Edge(owned);
        owned.Open(NewOpening(), edgeNode: 99, link, edge: null, stamp: 1, resumed: false, again: false, next: 1, carried: []);

        alice.Receive("hello"u8, binary: false);
        owned.Drain([link]);
        await Eventually.Is(() => owned.IsDrained([link]));
        owned.End(deposed: false);
        link.TryNext(1, ackAlone: false, out _).ShouldBeTrue();
        // As from an edge that knew of the next owner already, and dropped it.
        link.Ack(link.Last);

        alice.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_acknowledged_in_time_is_not_kept()
    {
        var owned = Working();
        var alice = Edge(owned);
        owned.Open(NewOpening(), edgeNode: 99, link, edge: null, stamp: 1, resumed: false, again: false, next: 1, carried: []);

        alice.Receive("hello"u8, binary: false);
        owned.Drain([link]);
        link.TryNext(1, ackAlone: false, out _).ShouldBeTrue();
        await Eventually.Is(() =>
        {
            link.Ack(link.Last);
            return owned.IsDrained([link]);
        });
        owned.End(deposed: false);

        owned.IsDeposed.ShouldBeFalse();
        alice.Waiting.ShouldBe(0);
    }

    [Fact]
    public void What_a_client_sends_that_comes_while_its_room_is_given_away_is_not_said_to_be_done()
    {
        var owned = Working();
        owned.Drain([link]);

        var late = NewOpening();
        owned.Open(late, edgeNode: 99, link, edge: null, stamp: 1, resumed: false, again: false, next: 1, carried: []).ShouldBeNull();
        owned.Take(link, late.Key, 2, 1, InputKind.Text, again: false, "hello"u8);

        link.TryNext(1, ackAlone: false, out _).ShouldBeFalse();
    }

    [Fact]
    public void Clients_of_a_node_that_comes_late_to_an_owner_at_work_hear_each_other()
    {
        var shard = new Shard(node!, Number);
        var (alice, bob) = (Edge(shard, out _), Edge(shard, out var heard));
        var first = Working();
        shard.Follow(new Route(first.Epoch, first, node!.Id, null));
        shard.Follow(Route.None);
        first.End(deposed: true);
        alice.Receive("hello"u8, binary: false);
        heard.Sent.ShouldBeEmpty();

        var second = Working();
        shard.Follow(new Route(second.Epoch + 1, second, node.Id, null));

        heard.Sent.Count.ShouldBe(1);
        bob.Waiting.ShouldBe(0);
    }

    [Fact]
    public void What_only_clients_of_one_node_heard_does_not_come_again_when_it_is_done_again_behind_what_others_did_not_hear()
    {
        var shard = new Shard(node!, Number);
        var (alice, bob) = (Edge(shard, out _), Edge(shard, out var heard));
        var first = Working();
        shard.Follow(new Route(first.Epoch, first, node!.Id, null));
        first.Open(NewOpening(), edgeNode: 99, link, edge: null, stamp: 1, resumed: false, again: false, next: 1, carried: []);
        inRoom[0].Remember([1]);
        inRoom[1].Remember([1]);
        alice.Receive("to all"u8, binary: false);
        inRoom.RemoveAt(2);
        alice.Receive("to bob"u8, binary: false);
        bob.Receive("to alice"u8, binary: false);
        heard.Sent.Count.ShouldBe(2);

        shard.Follow(Route.None);
        first.End(deposed: true);
        var second = Working();
        shard.Follow(new Route(second.Epoch + 1, second, node.Id, null));

        inRoom.Count.ShouldBe(2);
        heard.Sent.Count.ShouldBe(2);
    }

    [Fact]
    public void Who_answers_is_handled_behind_what_it_answers_though_another_owner_hears_it_first()
    {
        var shard = new Shard(node!, Number);
        var (alice, bob) = (Edge(shard, out _), Edge(shard, out _));
        Edge(shard, out var heard);
        bob.Receive("question"u8, binary: false);
        alice.Receive("answer"u8, binary: false);
        var owned = new OwnedShard(node!, Number, 7, [99]);
        shard.Follow(new Route(owned.Epoch, owned, node!.Id, null));
        alice.Receive("and more"u8, binary: false);
        heard.Sent.ShouldBeEmpty();

        owned.Reopened(99);
        owned.Turn();

        heard.Sent.Select(frame => Encoding.UTF8.GetString(frame.AsSpan(2))).ShouldBe(["question", "answer", "and more"]);
    }

    private OwnedShard Working()
    {
        inRoom.Clear();
        var owned = new OwnedShard(node!, Number, 7, []);
        owned.Turn();
        owned.Works.ShouldBeTrue();
        return owned;
    }

    private EdgeSession Edge(OwnedShard owned)
    {
        var edge = new EdgeSession(new RecordingConnection(), NewOpening(), new Shard(node!, Number));
        edge.Follow(new Route(owned.Epoch, owned, node!.Id, null));
        edge.GoOn();
        return edge;
    }

    private EdgeSession Edge(Shard shard, out RecordingConnection connection)
    {
        connection = new RecordingConnection();
        var edge = new EdgeSession(connection, NewOpening(), shard);
        shard.Add(edge);
        return edge;
    }

    private Opening NewOpening() => new(new SessionKey(1, ++sessions), Room, "test", []);

    /// <summary>Everybody else in the room hears what one says.</summary>
    private sealed class Talker : IMessageHandler
    {
        private readonly List<IConnection> inRoom;
        private readonly IConnection connection;

        public Talker(List<IConnection> inRoom, IConnection connection)
        {
            (this.inRoom, this.connection) = (inRoom, connection);
            inRoom.Add(connection);
        }

        public void Receive(ReadOnlySpan<byte> message, bool binary)
        {
            var frame = Frame.Of(FrameOpcode.Text, message);
            foreach (var other in inRoom.Where(other => other != connection)) other.TrySend(frame);
        }

        public void Tick()
        {
        }

        public void TooSlow()
        {
        }

        public void Ended() => inRoom.Remove(connection);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Tests.World.Files;

namespace Parley.Tests.Protocols.World;

/// <summary>The steady stream of updates, from the bytes that come in to the bytes that go out, leaves no garbage.</summary>
public sealed class SteadyState
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nothing_is_allocated_for_a_message_or_a_tick(bool batches)
    {
        var bench = new WorldBench(
            new() { PresencePerSecond = 1000, MovesPerSecond = 1000 },
            WorldText.Picture([.. Enumerable.Repeat(new string('.', 40), 20)]));
        var movers = Enumerable.Range(0, 20).Select(i => new Mover(bench, i, batches)).ToList();
        for (var i = 0; i < 50; i++) Round(bench, movers, i);

        var allocated = 0L;
        for (var i = 0; i < 200; i++) allocated += Round(bench, movers, i);

        movers.ShouldAllBe(m => m.Sent > 200 * 19);
        // 200 rounds of 20 updates, 20 moves and a tick: not even a byte for each.
        allocated.ShouldBeLessThan(200 * 41);
        bench.Failures.ShouldBeEmpty();
    }

    private static long Round(WorldBench bench, List<Mover> movers, int round)
    {
        bench.Time.Advance(TimeSpan.FromMilliseconds(68));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var mover in movers) mover.Step(round);
        var stepped = GC.GetAllocatedBytesForCurrentThread();
        bench.Time.Advance(TimeSpan.FromMilliseconds(68));
        var between = GC.GetAllocatedBytesForCurrentThread();
        bench.Ticker.Run();
        return GC.GetAllocatedBytesForCurrentThread() - between + stepped - before;
    }

    /// <summary>Walks to and fro on the tile where it came in, and has a real outbox over a socket that takes everything.</summary>
    private sealed class Mover : IConnection, IFrameSender
    {
        private readonly byte[][]? updates;
        private readonly byte[][]? moves;
        private readonly Outbox outbox;
        private IMessageHandler session;
        private (double X, double Y) place;

        public Mover(WorldBench bench, int number, bool batches)
        {
            outbox = new Outbox(this, new OutboxLimits(), (_, _) => { });
            session = bench.Protocol.NewSession(this);
            var capabilities = batches ? ",\"capabilities\":[\"presence_batch\"]" : "";
            Receive($"{{\"type\":\"CONNECT\",\"payload\":{{\"token\":\"u{number}|acme|Member\"{capabilities}}}}}");
            Receive("""{"type":"JOIN_WORLD","payload":{"world_id":"picture"}}""");
            updates = [.. Enumerable.Range(0, 2).Select(i => Bytes(Person.Update(place.X + (i * 0.25), place.Y, "all")))];
            moves = [.. Enumerable.Range(0, 2).Select(i => Bytes(string.Create(
                CultureInfo.InvariantCulture,
                $$$"""{"type":"MOVE_INTENT","payload":{"position":{"x":{{{place.X + (i * 0.125)}}},"y":{{{place.Y}}}},"timestamp":1},"protocol_version":1}""")))];
        }

        public long Sent { get; private set; }

        public void HandOver(IMessageHandler next) => session = next;

        public bool LatestWaits => outbox.LatestWaits;

        public void Step(int round)
        {
            session.Receive(moves![round % 2], binary: false);
            session.Receive(updates![round % 2], binary: false);
        }

        public bool TrySend(in Frame frame) => outbox.TryPut(frame);

        public bool TrySendLatest(byte[] buffer, int length) => outbox.TryPutLatest(buffer, length);

        public bool DropLatest() => outbox.DropLatest();

        public void Close(CloseCode code, string reason) => throw new InvalidOperationException($"{code}: {reason}");

        public void Abort() => throw new InvalidOperationException();

        public ValueTask<bool> SendAsync(ReadOnlySpan<Frame> frames)
        {
            foreach (ref readonly var frame in frames)
            {
                Sent += frame.Length;
                if (updates is null && Encoding.UTF8.GetString(frame.Payload.Span) is var text && Person.TypeOf(text) == "WORLD_STATE")
                {
                    var position = JsonNode.Parse(text)!["payload"]!["position"]!;
                    place = (position["x"]!.GetValue<double>(), position["y"]!.GetValue<double>());
                }
            }

            return new(true);
        }

        private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

        private void Receive(string text) => FlushBatch.Run((session, text), static s => s.session.Receive(Bytes(s.text), binary: false));
    }
}

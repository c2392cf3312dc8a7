using System.Net.Sockets;
using Parley.Core.Sessions;
using Parley.Tests.Core.Sessions;
using Parley.WebSockets.Transport.Polled;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>One loop by itself, held up where the order of things matters.</summary>
public sealed class SocketLoopTests : IDisposable
{
    private readonly SocketLoop loop = new();
    private readonly List<(Socket Client, PolledSocket Server)> pairs = [];
    private readonly ManualResetEventSlim held = new();
    private readonly ManualResetEventSlim go = new();

    public SocketLoopTests() => loop.Start("Test");

    [Fact]
    public async Task What_several_sockets_bring_is_flushed_in_one_send()
    {
        var sender = new RecordingSender();
        var outbox = new Outbox(sender, new OutboxLimits(), (_, _) => { });
        var first = Add(socket => Take(socket, outbox));
        var second = Add(socket => Take(socket, outbox));
        Hold();

        first.Send("a"u8);
        second.Send("b"u8);
        go.Set();

        await Eventually.Is(() => outbox.Depth == 0 && sender.Sends.Count > 0);
        sender.Sends.ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_reader_that_fails_is_told_and_the_others_go_on()
    {
        var reader = new RecordingReader { Readable = () => throw new InvalidOperationException("on purpose") };
        var read = 0;
        var (failing, _) = Add(reader);
        var other = Add(socket => read += Math.Max(0, socket.Receive(new byte[10])));

        failing.Send("a"u8);
        await Eventually.Is(() => !reader.Failures.IsEmpty);
        other.Send("b"u8);

        await Eventually.Is(() => read == 1);
        reader.Failures.ShouldHaveSingleItem().Message.ShouldBe("on purpose");
    }

    [Fact]
    public async Task What_was_told_of_a_closed_descriptor_does_not_reach_the_one_that_got_its_number()
    {
        var calls = 0;
        var newcomer = new RecordingReader { Readable = () => calls++ };
        PolledSocket? closing = null;
        var closer = Add(socket =>
        {
            if (socket.Receive(new byte[10]) <= 0) return;
            // The second's data is in this same batch, and not looked at yet.
            closing!.Cut();
            Add(newcomer);
        });
        var (second, polled) = Add(new RecordingReader { Readable = () => calls += 1000 });
        closing = polled;
        Hold();

        closer.Send("a"u8);
        second.Send("b"u8);
        go.Set();

        await Eventually.Is(() => pairs.Count == 4);
        pairs[^1].Client.Send("c"u8);
        await Eventually.Is(() => calls == 1);
    }

    [Fact]
    public async Task What_lies_before_the_end_is_read_and_then_the_end()
    {
        var read = new List<int>();
        var client = Add(socket =>
        {
            lock (read) read.Add(socket.Receive(new byte[4]));
        });
        Hold();

        client.Send("abcdefg"u8);
        client.Shutdown(SocketShutdown.Send);
        go.Set();

        await Eventually.Is(() => Reads().Contains(PolledSocket.End));
        Reads().Where(length => length != 0).ShouldBe([4, 3, PolledSocket.End]);

        List<int> Reads()
        {
            lock (read) return [.. read];
        }
    }

    [Fact]
    public async Task Whoever_reads_next_is_told_of_what_came_before()
    {
        var read = 0;
        var (client, socket) = Add(new RecordingReader());
        client.Send("abc"u8);
        Hold();
        go.Set();

        socket.ReadBy(new RecordingReader { Readable = () => read += Math.Max(0, socket.Receive(new byte[10])) });

        await Eventually.Is(() => read == 3);
    }

    public void Dispose()
    {
        go.Set();
        foreach (var (client, server) in pairs)
        {
            client.Dispose();
            server.Cut();
        }
    }

    private static void Take(PolledSocket socket, Outbox outbox)
    {
        if (socket.Receive(new byte[10]) > 0) outbox.TryPut(TestFrames.Text("a"));
    }

    /// <summary>Keeps the loop's thread until <see cref="go"/>: what is sent meanwhile is one batch.</summary>
    private void Hold()
    {
        var holder = Add(socket =>
        {
            if (socket.Receive(new byte[10]) <= 0) return;
            held.Set();
            go.Wait();
        });
        holder.Send("hold"u8);
        held.Wait();
    }

    private Socket Add(Action<PolledSocket> readable)
    {
        var reader = new RecordingReader();
        var (client, server) = ConnectedPair.Make(loop);
        reader.Readable = () => readable(server);
        Start(client, server, reader);
        return client;
    }

    private (Socket Client, PolledSocket Server) Add(RecordingReader reader)
    {
        var (client, server) = ConnectedPair.Make(loop);
        Start(client, server, reader);
        return (client, server);
    }

    private void Start(Socket client, PolledSocket server, RecordingReader reader)
    {
        pairs.Add((client, server));
        server.TryStart(reader).ShouldBeTrue();
    }
}

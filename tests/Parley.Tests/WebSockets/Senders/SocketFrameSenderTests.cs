using System.Net.Sockets;
using System.Text;
using Parley.Core.Messages;
using Parley.Tests.WebSockets.Transport;
using Parley.WebSockets.Transport;

namespace Parley.Tests.WebSockets.Senders;

/// <summary>On a real pair of connected sockets, as the kernel's buffers are what it is about.</summary>
public abstract class SocketFrameSenderTests : IAsyncLifetime
{
    private readonly ITcpSocket server;
    private readonly Socket client;
    private readonly SocketFrameSender sender;

    protected SocketFrameSenderTests(bool polled)
    {
        (client, server) = ConnectedPair.Make(polled);
        sender = new SocketFrameSender(server);
    }

    [Fact]
    public async Task Several_frames_arrive_in_order()
    {
        var frames = Enumerable.Range(0, 100).Select(i => Text($"frame {i}")).ToArray();

        var sending = sender.SendAsync(frames);

        sending.IsCompleted.ShouldBeTrue();
        (await sending).ShouldBeTrue();
        Read(frames.Sum(f => f.Length)).ShouldBe(frames.SelectMany(f => f.Bytes.ToArray()));
    }

    [Fact]
    public async Task What_the_kernel_does_not_take_is_sent_once_it_does()
    {
        var sent = new List<byte>();
        ValueTask<bool> sending;
        do
        {
            // Of different lengths, so that the kernel's buffer ends in the middle of one.
            Frame[] frames = [Text(new string('a', 30_001)), Text(new string('b', 7)), Text(new string('c', 30_011))];
            sent.AddRange(frames.SelectMany(f => f.Bytes.ToArray()));
            sending = sender.SendAsync(frames);
        }
        while (sending.IsCompleted);

        var read = Read(sent.Count);

        (await sending).ShouldBeTrue();
        read.SequenceEqual(sent).ShouldBeTrue();
    }

    [Fact]
    public async Task A_frame_larger_than_everything_else_arrives_whole()
    {
        var large = Text(new string('x', 20_000_000));

        var sending = sender.SendAsync([large]);
        sending.IsCompleted.ShouldBeFalse();
        var read = Read(large.Length);

        (await sending).ShouldBeTrue();
        read.SequenceEqual(large.Bytes.ToArray()).ShouldBeTrue();
    }

    [Fact]
    public async Task A_client_that_is_gone_takes_nothing_more()
    {
        client.LingerState = new LingerOption(true, 0);
        client.Close();
        // The first may still be taken, on its way to where nobody is.
        await Eventually.Is(() => server.Send("x"u8) < 0);

        (await sender.SendAsync([Text("nobody reads this")])).ShouldBeFalse();
    }

    [Fact]
    public async Task A_connection_that_ends_while_it_waits_says_so()
    {
        var sending = sender.SendAsync([Text(new string('x', 20_000_000))]);

        server.Cut();

        (await sending).ShouldBeFalse();
        (await sender.SendAsync([Text("nor this")])).ShouldBeFalse();
    }

    [Fact]
    public async Task So_does_one_that_had_ended_before()
    {
        server.Cut();

        (await sender.SendAsync([Text("too late")])).ShouldBeFalse();
    }

    /// <summary>A test before this one may have ended on the thread that polls this one's socket, and what follows blocks.</summary>
    public async ValueTask InitializeAsync() => await Task.Yield();

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        server.Cut();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static Frame Text(string text) => Frame.Of(FrameOpcode.Text, Encoding.UTF8.GetBytes(text));

    private byte[] Read(int length)
    {
        var bytes = new byte[length];
        for (var at = 0; at < length;) at += client.Receive(bytes.AsSpan(at));
        return bytes;
    }
}

public sealed class SendingOnPolledSockets() : SocketFrameSenderTests(polled: true);

public sealed class SendingOnManagedSockets() : SocketFrameSenderTests(polled: false);

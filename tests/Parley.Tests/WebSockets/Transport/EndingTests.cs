using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Parley.Core.Sessions;
using Parley.Tests.Core.Sessions;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>How WebSockets end, and that nobody gets what was another's.</summary>
public abstract class EndingTests(bool polled)
{
    [Fact]
    public async Task What_came_before_a_half_close_is_answered()
    {
        await using var host = await StartAsync();
        await using var client = Open(host);
        var socket = client.Socket;
        // The 101 is sent before the socket is taken over from HTTP, to which a half close is the end of everything.
        await Eventually.Is(() => host.WebSockets.Table.Count == 1);

        client.Write([.. TcpHost.Frame("one"), .. TcpHost.Frame("two")]);
        socket.Shutdown(SocketShutdown.Send);

        TcpHost.Text(client).ShouldBe("one");
        TcpHost.Text(client).ShouldBe("two");
        await Eventually.Is(() => host.WebSockets.Table.Count == 0);
    }

    [Fact]
    public async Task A_reset_is_noticed()
    {
        await using var host = await StartAsync();
        await using (var client = Open(host)) client.Socket.LingerState = new LingerOption(true, 0);

        await Eventually.Is(() => host.WebSockets.Table.Count == 0);
    }

    [Fact]
    public async Task Whoever_stops_reading_is_cut_and_whoever_goes_on_gets_everything()
    {
        await using var host = await StartAsync();
        host.OutboxLimits = new OutboxLimits(Messages: 100_000, Bytes: 100 * 1024 * 1024);
        await using var stuck = Open(host);
        await using var slow = Open(host);
        var text = new string('x', 120);
        var frames = Enumerable.Repeat(TcpHost.Frame(text), 1000).SelectMany(f => f).ToArray();
        var sending = TcpHost.OnItsOwnThread(() =>
        {
            for (var i = 0; i < 80; i++)
            {
                stuck.Write(frames);
                slow.Write(frames);
            }
        });

        // 10 MB each: more than the kernel's buffers hold.
        for (var i = 0; i < 80_000; i++) TcpHost.Text(slow).ShouldBe(text);
        await sending;
        host.WebSockets.Table.AbortAll();

        await Eventually.Is(() => host.WebSockets.Table.Count == 0);
    }

    [Fact]
    public async Task One_that_floods_does_not_keep_others_from_being_read()
    {
        await using var host = await StartAsync();
        host.OutboxLimits = new OutboxLimits(Messages: 10_000_000, Bytes: 100 * 1024 * 1024);
        await using var flooder = Open(host);
        await using var other = Open(host);
        using var enough = new CancellationTokenSource();
        var frames = Enumerable.Repeat(TcpHost.Frame(""), 20_000).SelectMany(f => f).ToArray();
        var draining = TcpHost.OnItsOwnThread(() =>
        {
            var buffer = new byte[64 * 1024];
            while (flooder.Socket.Receive(buffer) > 0)
            {
            }
        });
        var flood = TcpHost.OnItsOwnThread(() =>
        {
            while (!enough.IsCancellationRequested) flooder.Write(frames);
            flooder.Socket.Shutdown(SocketShutdown.Send);
        });

        for (var i = 0; i < 20; i++)
        {
            other.Write(TcpHost.Frame("me too"));
            TcpHost.Text(other).ShouldBe("me too");
        }

        flood.IsCompleted.ShouldBeFalse();
        await enough.CancelAsync();
        await flood;
        await draining;
    }

    [Fact]
    public async Task Nobody_gets_what_was_sent_to_another_whose_descriptor_it_has()
    {
        var senders = new List<Task>();
        await using var host = await TcpHost.StartAsync(polled, (app, host) => app.Map("/name", async context =>
        {
            var name = context.Request.Query["is"].ToString();
            var connection = await host.AcceptAsync(context);
            lock (senders)
            {
                senders.Add(TcpHost.OnItsOwnThread(() =>
                {
                    var frame = TestFrames.Text(name);
                    var sent = true;
                    while (sent) FlushBatch.Run(connection, c => sent = c.TrySend(frame));
                }));
            }

            await connection.RunAsync(new TcpHost.Silent());
        }));

        // Each goes while others still send to it, and its descriptor goes to the next one.
        var clients = Enumerable.Range(0, 4).Select(c => TcpHost.OnItsOwnThread(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                var name = $"client {c}, time {i}";
                using var client = host.Connect();
                client.Write(TcpHost.Upgrade($"/name?is={Uri.EscapeDataString(name)}"));
                TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
                for (var read = 0; read < 3; read++) TcpHost.Text(client).ShouldBe(name);
            }
        })).ToArray();
        await Task.WhenAll(clients);

        await Task.WhenAll(senders);
        await Eventually.Is(() => host.WebSockets.Table.Count == 0);
    }

    private static NetworkStream Open(TcpHost host)
    {
        var client = host.Connect();
        client.Write(TcpHost.Upgrade("/echo"));
        TcpHost.Head(client).ShouldStartWith("HTTP/1.1 101");
        return client;
    }

    private Task<TcpHost> StartAsync() => TcpHost.StartAsync(polled, (app, host) => app.Map("/echo", host.EchoAsync));
}

public sealed class EndingOnPolledSockets() : EndingTests(polled: true);

public sealed class EndingOnManagedSockets() : EndingTests(polled: false);

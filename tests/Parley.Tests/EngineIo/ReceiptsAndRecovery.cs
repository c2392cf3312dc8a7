using System.Collections.Concurrent;
using System.Net;
using Parley.EngineIo;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>What is known of what clients have, and who gets back what was kept.</summary>
public sealed class ReceiptsAndRecovery
{
    [Fact]
    public async Task WhenReceived_waits_for_the_answer_to_a_ping_that_was_sent_behind_the_event()
    {
        SocketIoSocket? socket = null;
        var received = 0;
        await using var host = await SocketIoHost.StartAsync(server => server.Main.OnConnect(s => socket = s));
        await using var client = await TestSocket.ConnectAsync(host.Http.BaseAddress!, "/socket.io/?EIO=4&transport=websocket");
        await client.NextAsync();
        await client.SendTextAsync("40");
        await client.NextAsync();

        socket!.Emit("one");
        socket.WhenReceived(() => Interlocked.Increment(ref received));
        socket.Emit("two");
        socket.WhenReceived(() => Interlocked.Increment(ref received));

        // One ping at a time: the second receipt waits for another.
        await ShouldBeAsync(client, "42[\"one\"]", "2", "42[\"two\"]");
        await client.RoundTripAsync();
        received.ShouldBe(0);
        await client.SendTextAsync("3");
        await ShouldBeAsync(client, "2");
        received.ShouldBe(1);
        await client.SendTextAsync("3");
        await client.RoundTripAsync();
        received.ShouldBe(2);
        client.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Pongs_that_answer_no_ping_confirm_nothing_that_comes_later()
    {
        SocketIoSocket? socket = null;
        var received = 0;
        await using var host = await SocketIoHost.StartAsync(server => server.Main.OnConnect(s => socket = s));
        await using var client = await TestSocket.ConnectAsync(host.Http.BaseAddress!, "/socket.io/?EIO=4&transport=websocket");
        await client.NextAsync();
        await client.SendTextAsync("40");
        await client.NextAsync();
        for (var i = 0; i < 5; i++) await client.SendTextAsync("3");
        await client.RoundTripAsync();

        socket!.WhenReceived(() => Interlocked.Increment(ref received));
        await client.RoundTripAsync();

        received.ShouldBe(0);
        await client.SendTextAsync("3");
        await client.RoundTripAsync();
        received.ShouldBe(1);
    }

    [Fact]
    public async Task WhenReceived_works_over_polling()
    {
        SocketIoSocket? socket = null;
        var received = 0;
        await using var host = await SocketIoHost.StartAsync(server => server.Main.OnConnect(s => socket = s));
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");
        await host.PollAsync(sid);

        socket!.Emit("one");
        socket.WhenReceived(() => Interlocked.Increment(ref received));

        (await (await host.PollAsync(sid)).Content.ReadAsStringAsync()).ShouldBe("42[\"one\"]\u001e2");
        received.ShouldBe(0);
        await host.PostAsync(sid, "3");
        received.ShouldBe(1);
    }

    [Fact]
    public async Task Passing_events_are_not_sent_again_and_others_are()
    {
        var sockets = new ConcurrentQueue<SocketIoSocket>();
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.OnConnect(sockets.Enqueue), Recovering());
        await using var client = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, "{}");
        sockets.TryDequeue(out var socket).ShouldBeTrue();
        socket!.Emit("first", "{}"u8);
        (await client.NextAsync()).ShouldBe("first {}");
        client.Drop();
        await Eventually.Is(() => !socket.Connected);
        host.Server.Main.All.EmitPassing("passing", "{}"u8);
        host.Server.Main.To(socket.Id).Emit("kept", "{}"u8);

        await using var back = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, client.AuthToRecover(""));

        back.Id.ShouldBe(client.Id);
        (await back.NextAsync()).ShouldBe("kept {}");
        await back.SyncAsync();
        back.TryNext(out _).ShouldBeFalse();
        socket.Emit("late").ShouldBeFalse();
    }

    [Fact]
    public async Task Who_was_let_in_as_somebody_else_does_not_get_what_was_kept()
    {
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main
                .Use((handshake, _) =>
                {
                    handshake.Data = handshake.AuthText("token");
                    return default;
                })
                .OnConnect(socket => socket.Data = socket.Handshake.Data),
            Recovering((handshake, kept) => Equals(handshake.Data, kept)));
        await using var alice = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, """{"token":"alice"}""");
        host.Server.Main.All.Emit("hello", "{}"u8);
        await alice.NextAsync();
        alice.Drop();
        await Eventually.Is(() => host.Server.Main.Count == 0);
        host.Server.Main.To(alice.Id!).Emit("secret", "{}"u8);

        await using var mallory = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, alice.AuthToRecover("mallory"));
        mallory.Id.ShouldNotBe(alice.Id);
        await mallory.SyncAsync();
        mallory.TryNext(out _).ShouldBeFalse();

        await using var back = await SocketIoConnection.ConnectAsync(host.Http.BaseAddress!, alice.AuthToRecover("alice"));
        back.Id.ShouldBe(alice.Id);
        (await back.NextAsync()).ShouldBe("secret {}");
    }

    [Fact]
    public async Task A_limit_that_is_shared_with_others_is_asked_and_clients_that_poll_are_counted()
    {
        var full = false;
        await using var host = await SocketIoHost.StartAsync(null, options => options.Engine.TakesMore = () => !full);
        using var upgraded = await host.ConnectAsync();
        host.Server.PollingSessions.ShouldBe(0);
        var sid = await host.OpenAsync();
        host.Server.PollingSessions.ShouldBe(1);

        full = true;

        (await host.Http.GetAsync("/socket.io/?EIO=4&transport=polling")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        await using (var socket = await TestSocket.ConnectAsync(host.Http.BaseAddress!, $"/socket.io/?EIO=4&transport=websocket&sid={sid}"))
        {
            await socket.SendTextAsync("2probe");
            await socket.NextAsync();
            await socket.SendTextAsync("5");
            await Eventually.Is(() => host.Server.PollingSessions == 0);
            host.Server.Sessions.ShouldBe(2);
        }

        await Eventually.Is(() => host.Server.Sessions == 1);
        host.Server.PollingSessions.ShouldBe(0);
    }

    private static Action<SocketIoOptions> Recovering(Func<SocketIoHandshake, object?, bool>? mayRecover = null) =>
        options => options.Recovery = new RecoveryOptions { MayRecover = mayRecover };

    private static async Task ShouldBeAsync(TestSocket client, params string[] packets)
    {
        foreach (var packet in packets) (await client.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldBe(packet);
    }
}

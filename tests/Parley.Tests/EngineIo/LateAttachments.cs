using System.Collections.Concurrent;
using Parley.Core.Messages;
using Parley.EngineIo;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>Attachments that were announced come in time, or the session ends.</summary>
public sealed class LateAttachments
{
    private const string Announced = "452-[\"keep\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";

    [Fact]
    public async Task One_that_announces_and_then_only_answers_pings_is_closed_and_the_reason_told()
    {
        var reasons = new ConcurrentQueue<string>();
        var time = new ManualTimeProvider();
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.OnDisconnect((_, reason) => reasons.Enqueue(reason)), Configure, time);
        await using var client = await JoinAsync(host);
        await client.SendTextAsync(Announced);
        await client.SendAsync(FrameOpcode.Binary, new byte[] { 1 });

        for (var second = 10; second < 30; second += 10)
        {
            await client.RoundTripAsync();
            time.Advance(TimeSpan.FromSeconds(10));
            (await client.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldBe("2");
            await client.SendTextAsync("3");
        }

        await client.RoundTripAsync();
        time.Advance(TimeSpan.FromMilliseconds(9_999));
        await client.RoundTripAsync();
        reasons.ShouldBeEmpty();
        time.Advance(TimeSpan.FromMilliseconds(1));

        (await CloseOf(client)).Reason.ShouldBe("attachment timeout");
        await Eventually.Is(() => !reasons.IsEmpty);
        reasons.ShouldBe(["attachment timeout"]);
        (host.Server.Sessions, host.Server.Main.Count).ShouldBe((0, 0));
    }

    [Fact]
    public async Task By_polling_the_next_poll_is_of_an_unknown_session_and_one_that_waits_is_told()
    {
        var time = new ManualTimeProvider();
        await using var host = await SocketIoHost.StartAsync(configure: Configure, time: time);
        var sid = await host.OpenAsync();
        await host.PostAsync(sid, "40");
        await host.PollAsync(sid);
        await host.PostAsync(sid, Announced);
        time.Advance(TimeSpan.FromSeconds(10));
        await host.PollAsync(sid);
        await host.PostAsync(sid, "3");
        time.Advance(TimeSpan.FromSeconds(10));
        await host.PollAsync(sid);
        await host.PostAsync(sid, "3");

        time.Advance(TimeSpan.FromSeconds(10));

        host.Server.Sessions.ShouldBe(0);
        (await host.PollAsync(sid)).StatusCode.ShouldBe(System.Net.HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Each_packet_has_the_whole_time_and_one_that_is_complete_needs_none()
    {
        var kept = 0;
        var time = new ManualTimeProvider();
        await using var host = await SocketIoHost.StartAsync(
            server => server.Main.On("keep", (_, in message) => Interlocked.Add(ref kept, message.Attachments.Count)),
            options => Configure(options, ping: TimeSpan.FromMinutes(5)), time);
        await using var client = await JoinAsync(host);

        for (var i = 1; i <= 5; i++)
        {
            await client.SendTextAsync(Announced);
            await client.SendAsync(FrameOpcode.Binary, new byte[] { 1 });
            await client.RoundTripAsync();
            time.Advance(TimeSpan.FromSeconds(29));
            await client.SendAsync(FrameOpcode.Binary, new byte[] { 2 });
            await client.RoundTripAsync();
            kept.ShouldBe(2 * i);
        }

        time.Advance(TimeSpan.FromSeconds(60));
        await client.RoundTripAsync();
        host.Server.Sessions.ShouldBe(1);
        await client.SendTextAsync(Announced);
        await client.RoundTripAsync();
        time.Advance(TimeSpan.FromSeconds(30));
        (await CloseOf(client)).Reason.ShouldBe("attachment timeout");
    }

    private static void Configure(SocketIoOptions options) => Configure(options, TimeSpan.FromSeconds(10));

    private static void Configure(SocketIoOptions options, TimeSpan ping)
    {
        (options.Engine.PingInterval, options.Engine.PingTimeout) = (ping, TimeSpan.FromSeconds(15));
        options.ConnectTimeout.ShouldBeGreaterThan(options.AttachmentTimeout);
    }

    private static async Task<TestSocket> JoinAsync(SocketIoHost host)
    {
        var client = await TestSocket.ConnectAsync(host.Http.BaseAddress!, "/socket.io/?EIO=4&transport=websocket");
        await client.NextAsync();
        await client.SendTextAsync("40");
        await client.NextAsync();
        return client;
    }

    /// <summary>What comes last, behind pings.</summary>
    private static async Task<Received.Close> CloseOf(TestSocket client)
    {
        while (true)
        {
            if (await client.NextAsync() is Received.Close close) return close;
        }
    }
}

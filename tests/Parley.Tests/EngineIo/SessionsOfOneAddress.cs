using System.Net;
using Parley.EngineIo;
using Parley.EngineIo.Engine;
using Parley.Tests.Wire;

namespace Parley.Tests.EngineIo;

/// <summary>One address has so many sessions, whatever their transport, and a place is free again once one is over.</summary>
public sealed class SessionsOfOneAddress
{
    private const string Refusal = """{"code":3,"message":"Too many sessions from this address"}""";

    [Fact]
    public async Task One_too_many_is_refused_and_told_why()
    {
        await using var host = await SocketIoHost.StartAsync(configure: AtMostTwo);
        await host.OpenAsync();
        using var second = await host.ConnectAsync();

        var refused = await host.Http.GetAsync("/socket.io/?EIO=4&transport=polling", TestContext.Current.CancellationToken);
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        (await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(Refusal);
        (await Should.ThrowAsync<UpgradeRefusedException>(() => WebSocketAsync(host))).Status.ShouldBe(429);
        host.Server.Sessions.ShouldBe(2);
    }

    [Fact]
    public async Task Who_goes_makes_room_by_either_transport_and_an_upgrade_takes_no_second_place()
    {
        await using var host = await SocketIoHost.StartAsync(configure: AtMostTwo);
        for (var i = 0; i < 3; i++)
        {
            var sid = await host.OpenAsync();
            await using var second = await WebSocketAsync(host);
            await using var upgraded = await WebSocketAsync(host, sid);
            await upgraded.SendTextAsync("2probe");
            await upgraded.NextAsync();
            await upgraded.SendTextAsync("5");
            await upgraded.RoundTripAsync();
            (host.Server.Sessions, host.Server.PollingSessions).ShouldBe((2, 0));

            second.Drop();
            await upgraded.SendTextAsync("1");
            await Eventually.Is(() => host.Server.Sessions == 0);
        }
    }

    [Fact]
    public async Task A_request_that_asks_for_no_WebSocket_takes_no_place()
    {
        await using var host = await SocketIoHost.StartAsync(configure: AtMostTwo);
        for (var i = 0; i < 5; i++)
        {
            using var bad = await host.Http.GetAsync("/socket.io/?EIO=4&transport=websocket", TestContext.Current.CancellationToken);
            bad.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        await host.OpenAsync();
        await host.OpenAsync();
    }

    [Fact]
    public void Addresses_are_counted_each_by_itself_and_forgotten_with_their_last_session()
    {
        var sessions = new SessionsByAddress(atMost: 1);
        var (one, other) = (IPAddress.Parse("192.0.2.1"), IPAddress.Parse("192.0.2.2"));

        sessions.TryEnter(one).ShouldBeTrue();
        sessions.TryEnter(one.MapToIPv6()).ShouldBeFalse();
        sessions.TryEnter(other).ShouldBeTrue();
        sessions.TryEnter(IPAddress.Parse("2001:db8::1")).ShouldBeTrue();
        sessions.TryEnter(IPAddress.Parse("2001:db8::ffff:2")).ShouldBeFalse();
        sessions.TryEnter(null).ShouldBeTrue();
        sessions.Count.ShouldBe(4);

        sessions.Leave(one.MapToIPv6());
        sessions.TryEnter(one).ShouldBeTrue();
        foreach (var address in new[] { one, other, IPAddress.Parse("2001:db8::2"), null }) sessions.Leave(address);
        sessions.Count.ShouldBe(0);
    }

    [Fact]
    public void Without_a_limit_nothing_is_counted()
    {
        var sessions = new SessionsByAddress(atMost: 0);

        for (var i = 0; i < 100; i++) sessions.TryEnter(IPAddress.Loopback).ShouldBeTrue();

        sessions.Count.ShouldBe(0);
        sessions.Leave(IPAddress.Loopback);
    }

    private static void AtMostTwo(SocketIoOptions options) => options.Engine.MaxSessionsPerAddress = 2;

    private static Task<TestSocket> WebSocketAsync(SocketIoHost host, string? sid = null) => TestSocket.ConnectAsync(
        host.Http.BaseAddress!, "/socket.io/?EIO=4&transport=websocket" + (sid is null ? "" : $"&sid={sid}"));
}

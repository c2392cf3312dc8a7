using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Metrics;
using Parley.Core.Storage;
using Parley.Protocols.GuestCall;
using Parley.Server.Guests;
using Parley.Storage.Sqlite;
using Parley.Tests.Storage;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>What only the whole server shows: the door, recovery, limits, the record of calls, and its end.</summary>
public sealed class GuestsOverTheWire
{
    [Fact]
    public async Task A_call_is_a_row_in_the_store_once_it_has_ended()
    {
        await using var host = await ParleyHost.StartAsync();
        var ((alice, bob), aliceId) = await CallAsync(host);
        await using var first = alice;
        await using var second = bob;

        await alice.EmitAsync("webrtc:call-end");
        await bob.NextAsync("webrtc:call-end");

        var call = await OnlyCallAsync(host.Services.GetRequiredService<IStore>(), aliceId);
        (call.CallerId, call.Kind, call.EndReason).ShouldBe((aliceId, "video", "ended"));
        call.AnsweredAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task Calls_that_go_on_when_the_server_stops_are_written_down()
    {
        var folder = Directory.CreateTempSubdirectory("parley-test-").FullName;
        string aliceId;
        await using (var host = await ParleyHost.StartAsync(folder: folder))
        {
            (var (alice, bob), aliceId) = await CallAsync(host);
            await host.StopAsync();
            await alice.DisposeAsync();
            await bob.DisposeAsync();
        }

        using (var store = new SqliteStore($"Data Source={Path.Combine(folder, "parley-data", "parley.db")}"))
            (await OnlyCallAsync(store, aliceId)).EndReason.ShouldBe("disconnected");
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Calls_wait_for_a_store_that_is_down()
    {
        var (down, attempts) = (true, 0);
        var time = new ManualTimeProvider();
        var store = new FaultyStore(_ =>
        {
            Interlocked.Increment(ref attempts);
            return Volatile.Read(ref down) ? Task.FromException(new StoreUnavailableException()) : Task.CompletedTask;
        });
        await using var host = await ParleyHost.StartAsync(configure: builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton<IStore>(store);
        });
        var calls = host.Services.GetRequiredService<CallQueue>();

        calls.Add(Call());
        calls.Add(Call());
        await Eventually.Is(() => calls.Waiting.Count == 1);
        await Eventually.Is(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Volatile.Read(ref attempts) > 5;
        });
        calls.Waiting.Count.ShouldBe(1);
        Volatile.Write(ref down, false);

        await Eventually.Is(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return calls.Waiting.Count == 0;
        });
        await LostShouldBeAsync(host, 0);
    }

    [Fact]
    public async Task Calls_beyond_what_may_wait_are_lost_and_counted()
    {
        var answer = new TaskCompletionSource();
        var store = new FaultyStore(_ => answer.Task);
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<IStore>(store));
        var calls = host.Services.GetRequiredService<CallQueue>();
        calls.Add(Call());
        await Eventually.Is(() => calls.Waiting.Count == 0);

        for (var i = 0; i < CallQueue.MostWaiting + 3; i++) calls.Add(Call());

        calls.Waiting.Count.ShouldBe(CallQueue.MostWaiting);
        await LostShouldBeAsync(host, 3);
        answer.SetResult();
    }

    [Fact]
    public async Task The_token_in_auth_goes_before_that_in_the_query()
    {
        await using var host = await ParleyHost.StartAsync();
        var (_, token) = await GuestAsync(host, "alice");

        await using var refused = await SocketIoConnection.ConnectAsync(host.Url, """{"token":"nonsense"}""", $"&token={token}");
        refused.Refusal.ShouldBe("Invalid token");
        await using var fromQuery = await SocketIoConnection.ConnectAsync(host.Url, """{"token":""}""", $"&token={token}");
        fromQuery.Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task A_client_that_comes_back_is_asked_for_its_session_again()
    {
        await using var host = await ParleyHost.StartAsync();
        var (guest, token) = await GuestAsync(host, "alice");
        var (_, other) = await GuestAsync(host, "mallory");
        await using var alice = await SocketIoConnection.ConnectAsync(host.Url, Auth(token));
        await alice.EmitAsync("chat:clear");
        await alice.NextAsync("chat:clear:confirmed");
        alice.Drop();
        await Eventually.Is(() => Connections(host) == 0);

        await using var mallory = await SocketIoConnection.ConnectAsync(host.Url, alice.AuthToRecover(other));
        mallory.Id.ShouldNotBe(alice.Id);

        await host.Services.GetRequiredService<IStore>().RemoveGuestAsync(guest.SessionId, default);
        await using var back = await SocketIoConnection.ConnectAsync(host.Url, alice.AuthToRecover(token));
        back.Refusal.ShouldBe("Guest session not found or expired");
    }

    [Fact]
    public async Task The_older_of_two_connections_is_disconnected_so_that_its_client_stays_away()
    {
        await using var host = await ParleyHost.StartAsync();
        var (_, token) = await GuestAsync(host, "alice");
        await using var older = await SocketIoConnection.ConnectAsync(host.Url, Auth(token));

        await using var newer = await SocketIoConnection.ConnectAsync(host.Url, Auth(token));

        (await older.NextAsync("disconnect")).ShouldBeEmpty();
        (await older.NextAsync()).ShouldBe("closed");
        await Eventually.Is(() => Connections(host) == 1);
        await newer.EmitAsync("get:stats");
        (await newer.NextAsync("realtime:stats")).ShouldContain("\"onlineUsers\":1");
    }

    [Fact]
    public async Task The_servers_limit_counts_guests_however_they_connect()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Limits:Connections"] = "2" });
        await host.Http.GetStringAsync("/socket.io/?EIO=4&transport=polling");
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/socket.io/?EIO=4&transport=websocket");
        await socket.NextAsync();

        (await host.Http.GetAsync("/socket.io/?EIO=4&transport=polling")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(host.Url, "/direct"))).Status.ShouldBe(503);
    }

    [Fact]
    public async Task Pages_of_listed_origins_may_connect_with_credentials_and_others_may_not()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Origins"] = "https://meet.example" });

        var listed = await FromAsync(host, "https://meet.example");
        listed.StatusCode.ShouldBe(HttpStatusCode.OK);
        listed.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://meet.example"]);
        listed.Headers.GetValues("Access-Control-Allow-Credentials").ShouldBe(["true"]);
        (await FromAsync(host, "https://evil.example")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_flood_closes_its_connection_and_the_other_sees_nothing()
    {
        await using var host = await ParleyHost.StartAsync();
        var ((alice, bob), _) = await CallAsync(host);
        await using var first = alice;
        await using var second = bob;
        await bob.SyncAsync();
        while (bob.TryNext(out _))
        {
        }

        for (var i = 0; i < 2000; i++)
        {
            try
            {
                await alice.EmitAsync("webrtc:offer", "{}");
            }
            catch (IOException)
            {
                break;
            }
        }

        (await alice.NextAsync("closed")).ShouldBeEmpty();
        await bob.SyncAsync();
        while (bob.TryNext(out var told)) told.ShouldStartWith("realtime:stats");
    }

    [Fact]
    public async Task Guests_who_stay_connected_stay_guests_and_whose_session_ends_is_disconnected()
    {
        var time = new ManualTimeProvider();
        await using var host = await ParleyHost.StartAsync(
            new() { ["Parley:GuestCall:PingInterval"] = "10m", ["Parley:GuestCall:PingTimeout"] = "10m" },
            builder => builder.Services.AddSingleton<TimeProvider>(time));
        var store = host.Services.GetRequiredService<IStore>();
        var (guest, token) = await GuestAsync(host, "alice");
        await using var alice = await SocketIoConnection.ConnectAsync(host.Url, Auth(token));

        await StayAsync(31);
        await Eventually.Is(() => store.FindGuestAsync(guest.SessionId, guest.ExpiresAt.AddMinutes(20), default).Result is not null);

        await store.RemoveGuestAsync(guest.SessionId, default);
        (await alice.NextAsync("disconnect")).ShouldBeEmpty();

        async Task StayAsync(int minutes)
        {
            for (var i = 0; i < minutes; i++)
            {
                time.Advance(TimeSpan.FromMinutes(1));
                await alice.SyncAsync();
            }
        }
    }

    [Fact]
    public async Task Api_stats_tells_what_realtime_stats_tells()
    {
        await using var host = await ParleyHost.StartAsync();
        var (guest, token) = await GuestAsync(host, "alice");
        await using var alice = await SocketIoConnection.ConnectAsync(host.Url, Auth(token));
        await alice.EmitAsync("user:match");
        await alice.NextAsync("user:match:no_users");

        using var stats = JsonDocument.Parse(await host.Http.GetStringAsync("/api/stats"));
        using var online = JsonDocument.Parse(await host.Http.GetStringAsync("/api/stats/online-users"));

        stats.RootElement.GetProperty("success").GetBoolean().ShouldBeTrue();
        stats.RootElement.GetProperty("data").GetProperty("stats").GetRawText().ShouldBe(
            """{"totalUsers":1,"onlineUsers":1,"activeUsers":0,"availableUsers":1,"connectedUsers":1}""");
        online.RootElement.GetProperty("data").GetRawText().ShouldBe(
            $$"""{"users":[{"id":"{{guest.UserId}}","username":"alice","isGuest":true,"location":null,"gender":null,"language":null,"isSearching":true,"isMatched":false}],"count":1}""");
    }

    [Fact]
    public async Task Api_stats_are_held_to_the_guests_rate()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:GuestCall:GuestsPerAddress"] = "2" });
        await host.Http.GetStringAsync("/api/stats");
        await host.Http.GetStringAsync("/api/stats/online-users");

        (await host.Http.GetAsync("/api/stats")).StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
    }

    private static async Task<(GuestRecord Guest, string Token)> GuestAsync(ParleyHost host, string name) =>
        await host.Services.GetRequiredService<GuestSessions>().BeginAsync(name, null, null, null, default);

    /// <summary>Two guests in a call that alice made.</summary>
    private static async Task<((SocketIoConnection Alice, SocketIoConnection Bob) Guests, string AliceId)> CallAsync(ParleyHost host)
    {
        var (guest, token) = await GuestAsync(host, "alice");
        var alice = await SocketIoConnection.ConnectAsync(host.Url, Auth(token));
        var bob = await SocketIoConnection.ConnectAsync(host.Url, Auth((await GuestAsync(host, "bob")).Token));
        await alice.EmitAsync("user:match");
        await alice.NextAsync("user:match:no_users");
        await bob.EmitAsync("user:match");
        await bob.NextAsync("user:matched");
        await alice.EmitAsync("webrtc:offer", """{"offer":{},"type":"video"}""");
        await bob.NextAsync("webrtc:offer");
        await bob.EmitAsync("webrtc:answer", """{"answer":{}}""");
        await alice.NextAsync("webrtc:answer");
        return ((alice, bob), guest.UserId);
    }

    private static string Auth(string token) => $$"""{"token":"{{token}}"}""";

    private static long Connections(ParleyHost host) =>
        host.Services.GetRequiredService<ParleyMetrics>().For(GuestCallProtocol.Name).Connections;

    private static async Task<CallRecord> OnlyCallAsync(IStore store, string userId)
    {
        await Eventually.Is(() => store.ListCallsAsync(userId, 10, default).Result.Count > 0);
        return (await store.ListCallsAsync(userId, 10, default)).ShouldHaveSingleItem();
    }

    private static Task<HttpResponseMessage> FromAsync(ParleyHost host, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/socket.io/?EIO=4&transport=polling");
        request.Headers.Add("Origin", origin);
        return host.Http.SendAsync(request);
    }

    private static async Task LostShouldBeAsync(ParleyHost host, int calls) =>
        (await host.Http.GetStringAsync("/metrics")).ShouldContain($"\nparley_calls_lost_total {calls}\n");

    private static CallRecord Call() => new(
        Guid.NewGuid(), "guest_a", "guest_b", "audio", DateTimeOffset.UnixEpoch, null, DateTimeOffset.UnixEpoch, "timeout");
}

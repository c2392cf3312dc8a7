using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Parley.Tests.Protocols;
using Parley.Tests.Rest;
using Parley.Tests.Transcripts;
using Parley.Tests.Wire;

namespace Parley.Tests.Health;

/// <summary>An operator empties a server.</summary>
public sealed class Drains
{
    /// <summary>Steps of a tenth of a second: half of the time there is.</summary>
    private const int Patience = 300;

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Parley:Admin:ApiKey"] = RestStage.AdminKey,
        ["Parley:Shutdown:MovesPerSecond"] = "10",
        ["Parley:Shutdown:MoveTimeout"] = "60s",
    };

    [Fact]
    public async Task Clients_are_asked_some_at_a_time_and_nobody_new_is_taken()
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time, Settings);
        var room = await Actors.RoomAsync(host, "alice");
        var sockets = new List<TestSocket>();
        for (var i = 0; i < 30; i++) sockets.Add(await Actors.ChatRoomAsync(host, room, "alice"));
        var (state, connections) = await AskAsync(host, HttpMethod.Get, "");
        (state, connections).ShouldBe(("serving", 30));

        (state, _) = await AskAsync(host, HttpMethod.Post, "/drain");
        state.ShouldBe("draining");
        (await host.Http.GetAsync("/health/ready")).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await Should.ThrowAsync<UpgradeRefusedException>(() => Actors.ChatRoomAsync(host, room, "alice"))).Status.ShouldBe(503);

        // Twice as many as the rate says at most: in half a second not all can have been asked.
        await PassAsync(time, steps: 5);
        var asked = await ClosedAsync(sockets);
        asked.ShouldBeLessThan(30);
        for (var i = 0; i < Patience && state != "drained"; i++)
        {
            await PassAsync(time, steps: 1);
            (state, _) = await AskAsync(host, HttpMethod.Get, "");
        }

        state.ShouldBe("drained");
        foreach (var socket in sockets)
        {
            Received last;
            do last = await socket.NextAsync();
            while (last is Received.Message);
            last.ShouldBeOfType<Received.Close>().Code.ShouldBe(1001);
        }
    }

    [Fact]
    public async Task It_can_be_taken_back_and_a_session_that_was_asked_to_move_is_resumed()
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time, Settings);
        var room = await Actors.RoomAsync(host, "alice", "bob");
        await using var alice = await Actors.ChatRoomAsync(host, room, "alice");
        var bob = await TestSocket.ConnectAsync(host.Url, $"/api/chat/realtime/{room}?tk={host.Token("bob")}&resume=");
        var token = JsonDocument.Parse(await bob.TextAsync()).RootElement
            .GetProperty("data").GetProperty("resume").GetProperty("token").GetString();
        (await alice.TextAsync()).ShouldContain("user-joined");

        await AskAsync(host, HttpMethod.Post, "/drain");
        for (var i = 0; i < Patience && bob.IsOpen; i++)
        {
            await PassAsync(time, steps: 1);
            await AskAsync(host, HttpMethod.Get, "");
        }

        bob.IsOpen.ShouldBeFalse();
        var (state, _) = await AskAsync(host, HttpMethod.Post, "/undrain");

        state.ShouldBe("serving");
        await using var back = await TestSocket.ConnectAsync(
            host.Url, $"/api/chat/realtime/{room}?tk={host.Token("bob")}&resume={token}&seq=0");
        (await back.TextAsync()).ShouldContain("\"resumed\"");
    }

    [Fact]
    public async Task The_host_waits_for_longer_than_clients_may_take()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Shutdown:DrainTimeout"] = "5m" });

        host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout.ShouldBeGreaterThan(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Only_the_operator_may()
    {
        await using var host = await ParleyHost.StartAsync(Settings);
        using var alice = host.HttpAs("alice");
        (await alice.PostAsync("/api/node/drain", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await host.Http.PostAsync("/api/node/drain", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await AskAsync(host, HttpMethod.Get, "")).State.ShouldBe("serving");
    }

    private static async Task<(string State, int Connections)> AskAsync(ParleyHost host, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, $"/api/node{path}");
        request.Headers.Add("X-Api-Key", RestStage.AdminKey);
        using var response = await host.Http.SendAsync(request);
        var body = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("state").GetString()!, body.GetProperty("connections").GetInt32());
    }

    private static async Task PassAsync(ManualTimeProvider time, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
    }

    private static async Task<int> ClosedAsync(IEnumerable<TestSocket> sockets)
    {
        var closed = 0;
        foreach (var socket in sockets)
        {
            if (socket.IsOpen) await socket.TryRoundTripAsync();
            if (!socket.IsOpen) closed++;
        }

        return closed;
    }
}

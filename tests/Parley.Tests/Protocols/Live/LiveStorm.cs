using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Rooms;
using Parley.Protocols.Live;
using Parley.Protocols.Live.Media;

namespace Parley.Tests.Protocols.Live;

/// <summary>
/// Sessions that do anything at any time, on servers that come and go: whatever happens, in the end all can leave, and
/// nothing is left anywhere.
/// </summary>
public sealed class LiveStorm
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_happens_the_room_lives_on_and_leaves_nothing_behind(int seed)
    {
        var random = new Random(seed);
        await using var stage = await LiveStage.OpenAsync(
            new() { ["Parley:Limits:Burst"] = "100000", ["Parley:Limits:MessagesPerSecond"] = "100000" }, mediaServers: 2);
        var clients = new List<LiveClient>();
        for (var i = 0; i < 8; i++) clients.Add(await stage.ConnectAsync($"user{i / 2}", session: $"{i % 2}"));

        for (var step = 0; step < 600; step++)
        {
            await ActAsync(stage, clients, random);
            if (step % 20 == 0) await stage.PassAsync(1);
        }

        foreach (var server in stage.Servers)
        {
            server.Release();
            server.Revive();
        }

        foreach (var client in clients)
        {
            await client.SendAsync("leave");
            await client.Socket.RoundTripAsync();
        }

        (stage.Counts.Publishers, stage.Counts.Viewers).ShouldBe((0, 0));
        (stage.Counts.Uplinks, stage.Counts.Downlinks).ShouldBe((0, 0));
        await stage.ShouldBeCleanAsync();
        await stage.PassAsync(31);
        stage.Host.Services.GetRequiredService<LocalRooms>().CountByKind().Single(k => k.Key == LiveRoom.Kind).Value.ShouldBe(0);
    }

    [Fact]
    public async Task A_stream_that_has_ended_meanwhile_finds_no_place_on_a_media_server_which_nobody_would_leave()
    {
        await using var stage = await LiveStage.OpenAsync();
        var protocol = stage.Host.Services.GetRequiredService<LiveProtocol>();
        var peer = new MediaPeer(protocol, new RoomId(LiveRoom.Kind, "hasty"), "hasty", audioOnly: false, maxStreams: 9);

        var refused = await Should.ThrowAsync<MediaException>(
            () => peer.PlaceAsync(new LiveUplink(new LiveAddress("alice", "1")), [], TestContext.Current.CancellationToken));

        refused.Fault.ShouldBe(MediaFault.StreamGone);
        stage.Server.Opened.ShouldBe(0);
    }

    private static async Task ActAsync(LiveStage stage, List<LiveClient> clients, Random random)
    {
        LiveClient Any() => clients[random.Next(clients.Count)];
        var (client, other) = (Any(), Any());
        var restarting = random.Next(2) == 0 ? "true" : "false";
        await (random.Next(15) switch
        {
            0 or 1 => client.SendAsync("join", ",\"ve\":true,\"ae\":true,\"eg\":\"\",\"op\":{\"roomCreating\":true}"),
            2 => client.SendAsync("join", ",\"ve\":true,\"ae\":true,\"eg\":\"\""),
            3 or 4 => client.SendAsync("offer", $",\"sdp\":{LiveSay.Sdp("audio")},\"op\":{{\"restarting\":{restarting}}}"),
            5 or 6 or 7 => client.SendAsync("watch", $",\"to\":{other.Address}"),
            8 => client.AnswerAsync(other),
            9 => client.SendAsync("iceCandidate", $",\"to\":{other.Address},\"sdp\":\"\""),
            10 => client.SendAsync("publishAccept", $",\"to\":{other.Address}"),
            11 => random.Next(4) == 0 ? client.SendAsync("kick", $",\"to\":{other.Address}") : client.SendAsync("leave"),
            12 => client.SendAsync("updateVideo", $",\"ve\":{restarting},\"ae\":true"),
            13 => client.SendAsync("heartbeat", ",\"bid\":1,\"send_ack\":true"),
            _ => Task.CompletedTask,
        });
        switch (random.Next(60))
        {
            case 0:
                stage.Servers[random.Next(2)].Kill();
                break;
            case 1 or 2:
                foreach (var server in stage.Servers) server.Revive();
                break;
            case 3:
                stage.Servers[random.Next(2)].Stall();
                break;
            case 4 or 5:
                foreach (var server in stage.Servers) server.Release();
                break;
            case 6:
                stage.Uplinks.FirstOrDefault()?.HangUp();
                break;
            case 7:
                stage.Downlinks.FirstOrDefault()?.HangUp();
                break;
        }
    }
}

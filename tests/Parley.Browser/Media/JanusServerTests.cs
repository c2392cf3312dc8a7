using Microsoft.Extensions.Logging.Abstractions;
using Parley.Browser.Hosting;
using Parley.Core.Media;
using Parley.Janus;
using Parley.Specs;

namespace Parley.Browser.Media;

/// <summary>The suite of every media server, on a real Janus with real media; and what is Janus's own.</summary>
[Collection(nameof(MediaHosts))]
public sealed class JanusServerTests(MediaHosts hosts) : MediaServerSpec
{
    /// <summary>The handle over which rooms as a whole are spoken of.</summary>
    private const int ControlHandles = 1;

    private JanusProcess? janus;
    private CuttableRoute? route;
    private JanusServer? server;

    [Fact]
    public async Task A_control_connection_that_blinks_loses_no_media()
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio", "video");
        var (bob, downlink) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("video");

        for (var blink = 0; blink < 3; blink++)
        {
            route!.Cut();
            await bob.ReceivesAsync("video");
            var (carol, another) = await WatchAsync(room, uplink);
            await carol.ReceivesAsync("video");
            await another.DisposeAsync();
            Server.IsHealthy.ShouldBeTrue();
        }

        await downlink.DisposeAsync();
        room.Events.All.ShouldNotContain(happened => happened is MediaRoomLost || happened is MediaHungUp);
        (await CountAsync()).ShouldBe((1, 1));
    }

    /// <summary>Who waits for a publisher's media is served although Janus had nobody to tell that it came.</summary>
    [Fact]
    public async Task What_happened_while_the_control_connection_was_broken_is_caught_up_with()
    {
        var room = await OpenAsync();
        var alice = (BrowserMediaClient)await ClientAsync();
        var uplink = await room.Room.PublishAsync("alice", await alice.OfferAsync("audio", "video"), Cancellation);

        route!.Open = false;
        route.Cut();
        await alice.TakeAnswerAsync(uplink.Sdp);
        await alice.ConnectedAsync();
        room.Events.All.ShouldBeEmpty();
        route.Open = true;

        await room.Events.WaitAsync<MediaUp>(up => up.Link == uplink);
        var (bob, _) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("video");
    }

    [Fact]
    public async Task A_Janus_that_hangs_is_lost_and_what_it_still_has_is_ended_when_it_goes_on()
    {
        var room = await OpenAsync();
        await PublishAsync(room, "audio", "video");

        await janus!.FreezeAsync(true);
        await room.Events.WaitAsync<MediaRoomLost>(_ => true);
        Server.IsHealthy.ShouldBeFalse();
        await janus.FreezeAsync(false);

        await Eventually.TrueAsync("it is used again", () => Task.FromResult(Server.IsHealthy));
        await Eventually.TrueAsync("nothing of before is left", async () => await CountAsync() == (0, 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Packets_that_a_narrow_network_loses_are_told_of(bool up)
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio", "video");
        var (bob, downlink) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("video");
        room.Events.All.ShouldNotContain(happened => happened is MediaSlow);

        var (sender, link) = up ? (hosts.People, (IMediaLink)uplink) : (hosts.Media, downlink);
        await sender.NarrowAsync("40kbit");
        try
        {
            await room.Events.WaitAsync<MediaSlow>(slow => slow.Link == link && slow.Lost >= 8);
        }
        finally
        {
            await sender.NarrowAsync(null);
        }

        await bob.ReceivesAsync("video");
    }

    [Fact]
    public async Task When_it_is_not_needed_any_more_nothing_is_left_on_Janus()
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio");
        await WatchAsync(room, uplink);

        await server!.DisposeAsync();

        await Eventually.TrueAsync("nothing is left", async () => await JanusAdmin.CountAsync(janus!) == (0, 0));
    }

    /// <summary>Browsers that may not say of a picture how it is turned send it upright.</summary>
    [Fact]
    public async Task How_a_picture_is_turned_is_not_for_those_who_watch_to_know()
    {
        const string Orientation = "urn:3gpp:video-orientation";
        var room = await OpenAsync();
        var alice = (BrowserMediaClient)await ClientAsync();
        var offer = await alice.OfferAsync("audio", "video");
        offer.ShouldContain(Orientation);

        (await room.Room.PublishAsync("alice", offer, Cancellation)).Sdp.ShouldNotContain(Orientation);
    }

    [Fact]
    public async Task Without_the_admin_key_nobody_makes_a_room()
    {
        await using var stranger = New(new JanusOptions(new Uri($"ws://127.0.0.1:{route!.Port}")) { ApiSecret = JanusProcess.ApiSecret });
        stranger.Start();
        await Eventually.TrueAsync("it is connected", () => Task.FromResult(stranger.IsHealthy));

        await FailsAsync(MediaFault.ServerFailed, () => stranger.OpenRoomAsync(new("a room", false, 1, _ => { }), Cancellation));
    }

    protected override async Task<IMediaServer> StartAsync()
    {
        janus = await JanusProcess.StartAsync(hosts.Media, MediaHosts.Address);
        route = new CuttableRoute(janus.ConnectAsync);
        server = New(new JanusOptions(new Uri($"ws://127.0.0.1:{route.Port}")) { ApiSecret = JanusProcess.ApiSecret, AdminKey = JanusProcess.AdminKey });
        server.Start();
        await HealthyAsync();
        return server;
    }

    protected override async Task StopAsync()
    {
        await server!.DisposeAsync();
        await route!.DisposeAsync();
        if (TestContext.Current.TestState?.Result == TestResult.Failed) Console.Error.WriteLine(janus!.Log);
        await janus!.DisposeAsync();
    }

    protected override Task<IMediaClient> NewClientAsync() => BrowserMediaClient.OpenAsync(hosts.Browser);

    protected override async Task<(int Rooms, int Streams)> CountAsync() =>
        await JanusAdmin.CountAsync(janus!) is var (rooms, handles) ? (rooms, handles - ControlHandles) : default;

    protected override Task KillAsync() => janus!.KillAsync();

    protected override async Task ReviveAsync()
    {
        await janus!.StartAsync();
        await HealthyAsync();
    }

    private static JanusServer New(JanusOptions options) => new(options, TimeProvider.System, NullLogger<JanusServer>.Instance);

    private Task HealthyAsync() => Eventually.TrueAsync($"Janus is used\n{janus!.Log}", () => Task.FromResult(server!.IsHealthy));
}

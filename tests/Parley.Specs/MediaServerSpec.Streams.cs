using Parley.Core.Media;
using Shouldly;
using Xunit;

namespace Parley.Specs;

/// <summary>Streams from publishers to watchers.</summary>
public abstract partial class MediaServerSpec
{
    [Fact]
    public async Task What_one_publishes_reaches_all_who_watch()
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio", "video");
        var (bob, first) = await WatchAsync(room, uplink);
        var (carol, second) = await WatchAsync(room, uplink);

        foreach (var watcher in (IMediaClient[])[bob, carol])
        {
            await watcher.ReceivesAsync("video");
            await watcher.ReceivesAsync("audio");
        }

        foreach (var link in (IMediaLink[])[uplink, first, second]) await room.Events.WaitAsync<MediaUp>(up => up.Link == link);
        Server.Load.ShouldBe(3);
    }

    [Fact]
    public async Task One_who_watches_before_media_flows_waits_for_it()
    {
        var room = await OpenAsync();
        var alice = await ClientAsync();
        var uplink = await room.Room.PublishAsync("alice", await alice.OfferAsync("audio", "video"), Cancellation);

        var watching = WatchAsync(room, uplink);
        watching.IsCompleted.ShouldBeFalse();
        await alice.TakeAnswerAsync(uplink.Sdp);
        await alice.TrickleAsync(uplink);

        var (bob, _) = await watching;
        await bob.ReceivesAsync("video");
    }

    [Fact]
    public async Task An_ICE_restart_leaves_watchers_undisturbed()
    {
        var room = await OpenAsync();
        var (alice, uplink) = await PublishAsync(room, "audio", "video");
        var (bob, downlink) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("video");

        var answer = await uplink.OfferAgainAsync(await alice.RestartAsync(), Cancellation);
        await alice.TakeAnswerAsync(answer);
        await alice.TrickleAsync(uplink);

        answer.ShouldNotBe(uplink.Sdp);
        await bob.ReceivesAsync("video");
        room.Events.All.OfType<MediaHungUp>().ShouldBeEmpty();
        await downlink.DisposeAsync();
    }

    [Fact]
    public async Task One_who_is_muted_is_seen_and_not_heard_until_that_is_over()
    {
        var room = await OpenAsync();
        var (alice, uplink) = await PublishAsync(room, "audio", "video");
        var (bob, _) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("audio");

        await uplink.SetMutedAsync(true, Cancellation);
        await bob.ReceivesNoMoreAsync("audio");
        await bob.ReceivesAsync("video");

        await alice.TakeAnswerAsync(await uplink.OfferAgainAsync(await alice.RestartAsync(), Cancellation));
        await alice.TrickleAsync(uplink);
        await bob.ReceivesAsync("video");
        await bob.ReceivesNoMoreAsync("audio");

        await uplink.SetMutedAsync(false, Cancellation);
        await bob.ReceivesAsync("audio");
    }

    [Fact]
    public async Task A_room_can_be_for_audio_only()
    {
        var room = await OpenAsync(audioOnly: true);
        var client = await ClientAsync();
        var offer = await client.OfferAsync("audio", "video");

        await FailsAsync(MediaFault.BadRequest, () => room.Room.PublishAsync("alice", offer, Cancellation));

        var (_, uplink) = await PublishAsync(room, "audio");
        await FailsAsync(MediaFault.BadRequest, () => uplink.OfferAgainAsync(offer, Cancellation));
        var (bob, _) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("audio");
    }

    [Fact]
    public async Task A_publisher_who_goes_is_told_of_and_so_are_the_watchers()
    {
        var room = await OpenAsync();
        var (alice, uplink) = await PublishAsync(room, "audio", "video");
        var (_, downlink) = await WatchAsync(room, uplink);
        await room.Events.WaitAsync<MediaUp>(up => up.Link == downlink);

        await alice.HangUpAsync();

        await room.Events.WaitAsync<MediaHungUp>(end => end.Link == uplink);
        await room.Events.WaitAsync<MediaHungUp>(end => end.Link == downlink);
    }

    [Fact]
    public async Task A_watcher_who_goes_is_told_of()
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "video");
        var (bob, downlink) = await WatchAsync(room, uplink);
        await room.Events.WaitAsync<MediaUp>(up => up.Link == downlink);

        await bob.HangUpAsync();

        await room.Events.WaitAsync<MediaHungUp>(end => end.Link == downlink);
        room.Events.All.OfType<MediaHungUp>().ShouldNotContain(end => end.Link == uplink);
    }

    [Fact]
    public async Task A_room_has_no_more_publishers_than_it_may()
    {
        var room = await OpenAsync(maxPublishers: 2);
        await PublishAsync(room, "audio");
        var (_, second) = await PublishAsync(room, "audio");
        var offer = await (await ClientAsync()).OfferAsync("audio");

        await FailsAsync(MediaFault.Full, () => room.Room.PublishAsync("one too many", offer, Cancellation));

        await second.DisposeAsync();
        await room.Room.PublishAsync("in the other's place", offer, Cancellation);
    }
}

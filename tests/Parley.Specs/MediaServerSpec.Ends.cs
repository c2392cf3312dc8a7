using Parley.Core.Media;
using Shouldly;
using Xunit;

namespace Parley.Specs;

/// <summary>What is no good, what has ended, what is lost; and that nothing of it is left.</summary>
public abstract partial class MediaServerSpec
{
    public static TheoryData<string> NoSdp { get; } = new("", "no SDP", "{}", "v=0", "v=0\r\nm=", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n");

    [Theory, MemberData(nameof(NoSdp))]
    public async Task An_offer_that_is_no_SDP_is_refused_and_leaves_nothing(string offer)
    {
        var room = await OpenAsync();
        var before = await CountAsync();

        await FailsAsync(MediaFault.BadRequest, () => room.Room.PublishAsync("alice", offer, Cancellation));

        await CountsAsync(before);
        room.Events.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_offer_of_100_KB_is_refused()
    {
        var room = await OpenAsync();
        var offer = await (await ClientAsync()).OfferAsync("audio");

        await FailsAsync(MediaFault.BadRequest, () => room.Room.PublishAsync("alice", offer + new string('a', 100_000), Cancellation));
    }

    [Fact]
    public async Task An_offer_is_answered_once_and_by_an_answer()
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio");
        var bob = await ClientAsync();
        await using var downlink = await room.Room.WatchAsync(uplink, Cancellation);

        await FailsAsync(MediaFault.BadRequest, () => downlink.AnswerAsync("no SDP", Cancellation));
        var answer = await bob.AnswerAsync(downlink.Sdp);
        await downlink.AnswerAsync(answer, Cancellation);
        await FailsAsync(MediaFault.BadRequest, () => downlink.AnswerAsync(answer, Cancellation));
    }

    [Fact]
    public async Task Candidates_that_are_none_do_no_harm()
    {
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio", "video");

        foreach (var text in (string[])["", "no candidate", "candidate:1 1 udp 1 nowhere.example 1 typ host", "\0", new string('x', 100_000)])
            uplink.AddCandidate(new(text, null, null));
        uplink.AddCandidate(new("candidate:1 1 udp 1 192.0.2.1 9 typ host", "no such mid", -1));

        var (bob, _) = await WatchAsync(room, uplink);
        await bob.ReceivesAsync("video");
    }

    [Fact]
    public async Task What_has_ended_can_not_be_used()
    {
        var room = await OpenAsync();
        var (alice, uplink) = await PublishAsync(room, "audio");
        var offer = await alice.RestartAsync();

        await uplink.DisposeAsync();
        await uplink.DisposeAsync();

        uplink.AddCandidate(null);
        await FailsAsync(MediaFault.StreamGone, () => room.Room.WatchAsync(uplink, Cancellation));
        await FailsAsync(MediaFault.StreamGone, () => uplink.OfferAgainAsync(offer, Cancellation));
        await FailsAsync(MediaFault.StreamGone, () => uplink.SetMutedAsync(true, Cancellation));
        await room.Room.DisposeAsync();
        await FailsAsync(MediaFault.StreamGone, () => room.Room.PublishAsync("alice", offer, Cancellation));
    }

    [Fact]
    public async Task One_who_waits_for_media_of_a_stream_that_ends_is_told()
    {
        var room = await OpenAsync();
        var alice = await ClientAsync();
        var uplink = await room.Room.PublishAsync("alice", await alice.OfferAsync("audio"), Cancellation);
        var watching = room.Room.WatchAsync(uplink, Cancellation);

        await uplink.DisposeAsync();

        await FailsAsync(MediaFault.StreamGone, () => watching);
    }

    [Fact]
    public async Task What_is_given_up_leaves_nothing()
    {
        var room = await OpenAsync();
        var alice = await ClientAsync();
        var uplink = await room.Room.PublishAsync("alice", await alice.OfferAsync("audio"), Cancellation);
        var before = await CountAsync();
        using var giveUp = new CancellationTokenSource();
        var watching = Enumerable.Range(0, 10).Select(_ => room.Room.WatchAsync(uplink, giveUp.Token)).ToList();
        var offer = await (await ClientAsync()).OfferAsync("audio");
        var publishing = room.Room.PublishAsync("bob", offer, giveUp.Token);

        await giveUp.CancelAsync();

        foreach (var watch in watching) await Should.ThrowAsync<OperationCanceledException>(() => watch);
        if (await Task.WhenAny(publishing) is { IsCompletedSuccessfully: true, Result: var made }) await made.DisposeAsync();
        await CountsAsync(before);
    }

    [Fact]
    public async Task When_a_room_ends_nothing_of_it_is_left()
    {
        var before = await CountAsync();
        var room = await OpenAsync();
        var (_, uplink) = await PublishAsync(room, "audio", "video");
        await WatchAsync(room, uplink);
        await WatchAsync(room, uplink);
        (await CountAsync()).ShouldBe((before.Rooms + 1, before.Streams + 3));

        await room.Room.DisposeAsync();
        await room.Room.DisposeAsync();

        await CountsAsync(before);
        Server.Load.ShouldBe(0);
    }

    [Fact]
    public async Task When_the_server_dies_every_room_is_told_once_at_last_and_it_is_used_again_when_it_is_back()
    {
        var rooms = new[] { await OpenAsync(), await OpenAsync() };
        var (_, uplink) = await PublishAsync(rooms[0], "audio", "video");
        var (bob, downlink) = await WatchAsync(rooms[0], uplink);
        await bob.ReceivesAsync("video");
        var waiting = await rooms[1].Room.PublishAsync("carol", await (await ClientAsync()).OfferAsync("audio"), Cancellation);
        var watching = rooms[1].Room.WatchAsync(waiting, Cancellation);

        await KillAsync();

        foreach (var room in rooms) await room.Events.WaitAsync<MediaRoomLost>(_ => true);
        await FailsAsync(MediaFault.ServerFailed, () => watching);
        Server.IsHealthy.ShouldBeFalse();
        Server.Load.ShouldBe(0);
        await FailsAsync(MediaFault.ServerFailed, () => OpenAsync());
        await FailsAsync(MediaFault.ServerFailed, () => rooms[0].Room.WatchAsync(uplink, Cancellation));
        await FailsAsync(MediaFault.ServerFailed, () => uplink.SetMutedAsync(true, Cancellation));
        await downlink.DisposeAsync();
        foreach (var room in rooms) await room.Room.DisposeAsync();

        await ReviveAsync();

        var next = await OpenAsync();
        var (_, again) = await PublishAsync(next, "audio", "video");
        var (dave, _) = await WatchAsync(next, again);
        await dave.ReceivesAsync("video");
        (await CountAsync()).ShouldBe((1, 2));
        foreach (var room in rooms) room.Events.All.OfType<MediaRoomLost>().ShouldHaveSingleItem().ShouldBe(room.Events.All[^1]);
    }

    /// <summary>Ends are seen to in the server's own time.</summary>
    private async Task CountsAsync((int Rooms, int Streams) expected)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await CountAsync() is var counted && counted != expected && !giveUp.IsCancellationRequested)
            await timer.WaitForNextTickAsync(Cancellation);
        (await CountAsync()).ShouldBe(expected);
    }
}

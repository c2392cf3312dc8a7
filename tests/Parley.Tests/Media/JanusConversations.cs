using System.Text.Json.Nodes;
using Parley.Core.Media;
using Parley.Tests.Media.Hls;

namespace Parley.Tests.Media;

/// <summary>What is said to Janus, what comes of its answers, and of their absence.</summary>
public sealed class JanusConversations
{
    private static readonly string Offer = FakeSdp.Offer("audio", "video");

    [Fact]
    public async Task A_room_is_made_with_the_admin_key_and_a_secret_of_its_own_and_ended_with_that()
    {
        await using var stage = await JanusStage.HealthyAsync();

        await (await stage.OpenAsync()).Room.DisposeAsync();
        await (await stage.OpenAsync()).Room.DisposeAsync();

        var made = stage.Janus.AskedFor("create").Where(r => r["body"] is not null).Select(r => r["body"]!).ToList();
        made.Count.ShouldBe(2);
        made.ShouldAllBe(body => body["admin_key"]!.ToString() == ScriptedJanus.AdminKey && body["is_private"]!.GetValue<bool>());
        made.Select(body => body["secret"]!.ToString()).Distinct().Count().ShouldBe(2);
        made.ShouldAllBe(body => body["secret"]!.ToString().Length >= 32);
        var ended = stage.Janus.AskedFor("destroy").Select(r => r["body"]!).ToList();
        ended.Select(Key).ShouldBe(made.Select(Key));

        static (string, string) Key(JsonNode body) => (body["room"]!.ToString(), body["secret"]!.ToString());
    }

    [Fact]
    public async Task Candidates_go_on_as_browsers_write_them_and_their_end_too()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var uplink = await (await stage.OpenAsync()).Room.PublishAsync("alice", Offer, default);

        uplink.AddCandidate(new("candidate:1 1 udp 1 192.0.2.1 9 typ host", "0", 0));
        uplink.AddCandidate(new("candidate:2 1 udp 1 192.0.2.1 9 typ host", null, null));
        uplink.AddCandidate(null);

        await Eventually.Is(() => stage.Janus.AskedFor("trickle").Count() == 3);
        stage.Janus.AskedFor("trickle").Select(r => r["candidate"]!.ToJsonString()).ShouldBe(
        [
            """{"candidate":"candidate:1 1 udp 1 192.0.2.1 9 typ host","sdpMid":"0","sdpMLineIndex":0}""",
            """{"candidate":"candidate:2 1 udp 1 192.0.2.1 9 typ host","sdpMLineIndex":0}""",
            """{"completed":true}""",
        ]);
    }

    [Fact]
    public async Task A_stream_that_is_packaged_no_more_is_told_of_and_one_that_ends_is_not()
    {
        await using var hls = new HlsStage();
        await using var stage = await JanusStage.HealthyAsync(hls: hls.Packager);
        var answer = System.Text.Json.JsonSerializer.Serialize(FakeSdp.Answer(FakeSdp.Offer("audio"), 1) + "a=rtpmap:111 opus/48000/2\r\n");
        stage.Janus.Instead = request => request["jsep"] is null ? null :
            [ScriptedJanus.Plugin(request, "event", """{"videoroom":"joined","id":7}""", $$""","jsep":{"type":"answer","sdp":{{answer}}}""")];
        var (room, events) = await stage.OpenAsync();
        var alice = await room.PublishAsync("alice", Offer, default);
        var bob = await room.PublishAsync("bob", Offer, default);
        await alice.StartHlsAsync(new("alice", "camera"), default);
        await bob.StartHlsAsync(new("bob", "camera"), default);

        await bob.DisposeAsync();
        // What packages it ends, as another has taken its name.
        await using var other = hls.Open(user: "alice");

        (await events.WaitAsync<MediaUnpackaged>(_ => true)).Link.ShouldBe(alice);
        events.All.OfType<MediaUnpackaged>().ShouldHaveSingleItem();
        (await alice.OfferAgainAsync(Offer, default)).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Candidates_without_end_are_not_handed_on()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var uplink = await (await stage.OpenAsync()).Room.PublishAsync("alice", Offer, default);

        for (var i = 0; i < 10_000; i++) uplink.AddCandidate(new($"candidate:{i} 1 udp 1 192.0.2.1 9 typ host", "0", 0));
        await uplink.SetMutedAsync(true, default);

        stage.Janus.AskedFor("trickle").Count().ShouldBeInRange(100, 500);
    }

    [Fact]
    public async Task Lost_packets_are_told_with_their_stream()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        var uplink = await room.Room.PublishAsync("alice", Offer, default);
        var handle = stage.Janus.AskedFor("joinandconfigure").Single()["handle_id"];

        await stage.Janus.SayAsync($$"""{"janus":"slowlink","session_id":1,"sender":{{handle}},"media":"video","uplink":false,"lost":12}""");

        await room.Events.WaitAsync<MediaSlow>(slow => slow == new MediaSlow(uplink, 12));
    }

    [Fact]
    public async Task A_request_without_an_answer_fails_and_what_it_made_late_is_ended()
    {
        var time = new ManualTimeProvider();
        await using var stage = await JanusStage.HealthyAsync(time, hasty: true);
        var room = await stage.OpenAsync();
        var attached = stage.Janus.AskedFor("attach").Count();
        stage.Janus.Instead = request => ScriptedJanus.Word(request) == "attach" ? [] : null;

        var publishing = room.Room.PublishAsync("alice", Offer, default);
        await Eventually.Is(() => stage.Janus.AskedFor("attach").Count() > attached);
        time.Advance(TimeSpan.FromSeconds(1));
        var fault = await Should.ThrowAsync<MediaException>(() => publishing);
        fault.Fault.ShouldBe(MediaFault.ServerFailed);
        fault.InnerException!.Message.ShouldBe("Janus did not answer \"attach\" within 1 s.");

        await stage.Janus.SayAsync(ScriptedJanus.Answer(stage.Janus.AskedFor("attach").Last(), "success", ""","data":{"id":4711}"""));
        await Eventually.Is(() => stage.Janus.AskedFor("detach").Any(r => r["handle_id"]!.GetValue<int>() == 4711));
    }

    [Fact]
    public async Task Who_gives_up_just_when_the_answer_comes_leaves_no_handle()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        var (giveUp, lastHandle) = (new CancellationTokenSource(), 5000);
        stage.Janus.Instead = request => ScriptedJanus.Word(request) == "attach" ? AttachThenGiveUp(request) : null;

        for (var i = 0; i < 500; i++)
        {
            using var one = giveUp = new CancellationTokenSource();
            try
            {
                await (await room.Room.PublishAsync("alice", Offer, one.Token)).DisposeAsync();
            }
            catch (OperationCanceledException)
            {
                // Before the answer was taken, or after it.
            }
        }

        await Eventually.Is(() => Handles("detach").SequenceEqual(Enumerable.Range(5001, 500)));

        IEnumerable<int> Handles(string word) => stage.Janus.AskedFor(word).Select(r => r["handle_id"]!.GetValue<int>()).Order();

        IEnumerable<string> AttachThenGiveUp(JsonObject request)
        {
            yield return ScriptedJanus.Answer(request, "success", $$""","data":{"id":{{++lastHandle}}}""");
            giveUp.Cancel();
        }
    }

    [Fact]
    public async Task A_publisher_who_does_not_connect_within_20_s_is_hung_up()
    {
        var time = new ManualTimeProvider();
        await using var stage = await JanusStage.HealthyAsync(time);
        var room = await stage.OpenAsync();
        var comes = await room.Room.PublishAsync("alice", Offer, default);
        var handle = stage.Janus.AskedFor("joinandconfigure").Single()["handle_id"];
        var staysAway = await room.Room.PublishAsync("bob", Offer, default);
        await stage.Janus.SayAsync($$"""{"janus":"webrtcup","session_id":1,"sender":{{handle}}}""");
        await room.Events.WaitAsync<MediaUp>(up => up.Link == comes);

        for (var second = 1; second <= 20; second++)
        {
            room.Events.All.OfType<MediaHungUp>().ShouldBeEmpty();
            time.Advance(TimeSpan.FromSeconds(1));
            await comes.SetMutedAsync(false, default); // Janus is heard of
        }

        var hungUp = await room.Events.WaitAsync<MediaHungUp>(_ => true);
        (hungUp.Link, hungUp.Reason).ShouldBe((staysAway, "it never connected"));
        room.Events.All.OfType<MediaHungUp>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_publisher_whom_Janus_refuses_leaves_no_handle()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        stage.Janus.Instead = request => ScriptedJanus.Word(request) != "joinandconfigure" ? null
            : [ScriptedJanus.Answer(request, "ack"), ScriptedJanus.Plugin(request, "event", """{"videoroom":"event","error_code":437,"error":"Error parsing offer"}""")];

        var fault = await Should.ThrowAsync<MediaException>(() => room.Room.PublishAsync("alice", Offer, default));

        (fault.Fault, fault.Message).ShouldBe((MediaFault.BadRequest, "The media server can't use this SDP: Error parsing offer"));
        var handle = stage.Janus.AskedFor("joinandconfigure").Single()["handle_id"]!.ToString();
        await Eventually.Is(() => stage.Janus.AskedFor("detach").Any(r => r["handle_id"]!.ToString() == handle));
    }

    /// <summary>Janus says so when the publisher's media does not flow yet, even right after it said that it does.</summary>
    [Fact]
    public async Task A_watcher_who_is_refused_with_428_is_tried_again()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        var uplink = await room.Room.PublishAsync("alice", Offer, default);
        var refusals = 0;
        stage.Janus.Instead = request => ScriptedJanus.Word(request) != "join" || ++refusals > 3 ? null
            : [ScriptedJanus.Answer(request, "ack"), ScriptedJanus.Plugin(request, "event", """{"videoroom":"event","error_code":428,"error":"No such feed"}""")];
        await stage.Janus.SayAsync($$"""{"janus":"webrtcup","session_id":1,"sender":{{stage.Janus.AskedFor("joinandconfigure").Single()["handle_id"]}}}""");

        var downlink = await room.Room.WatchAsync(uplink, default);

        downlink.Sdp.ShouldStartWith("v=0");
        stage.Janus.AskedFor("join").Count().ShouldBe(4);
        stage.Janus.AskedFor("join").Select(r => r["handle_id"]!.ToString()).Distinct().Count().ShouldBe(1);
    }
}

using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>How a Janus is taken into use, how its connection survives, and what ends a session.</summary>
public sealed class JanusConnections
{
    [Fact]
    public async Task A_wrong_API_secret_is_named_once_and_no_secret_is_logged()
    {
        await using var stage = await JanusStage.BeginAsync(apiSecret: "hush-wrong");
        await Eventually.Is(() => stage.Janus.AskedFor("create").Count() >= 3);

        stage.Server.IsHealthy.ShouldBeFalse();
        stage.Log.Lines.ShouldHaveSingleItem().ShouldContain("is out of reach: Unauthorized request (wrong or missing secret/token)");
        stage.Log.Lines.ShouldAllBe(line => !line.Contains("hush"));
        (await Should.ThrowAsync<MediaException>(stage.OpenAsync)).Fault.ShouldBe(MediaFault.ServerFailed);
    }

    [Theory]
    [InlineData("\"plugins\":{\"janus.plugin.echotest\":{}}", "it has no plugin janus.plugin.videoroom")]
    [InlineData("\"full-trickle\":true,\"plugins\":{\"janus.plugin.videoroom\":{}}", "its full_trickle is on")]
    public async Task A_Janus_that_does_not_fit_is_not_used_and_the_log_says_why(string info, string why)
    {
        await using var stage = await JanusStage.BeginAsync(janus => janus.Instead = request =>
            ScriptedJanus.Word(request) == "info" ? [ScriptedJanus.Answer(request, "server_info", $",{info}")] : null);
        await Eventually.Is(() => stage.Log.Lines.Count > 0);

        stage.Server.IsHealthy.ShouldBeFalse();
        stage.Log.Lines[0].ShouldContain(why);
    }

    [Fact]
    public async Task A_broken_connection_is_followed_by_one_that_claims_the_session()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        var uplink = await room.Room.PublishAsync("alice", FakeSdp.Offer("audio"), default);

        stage.Janus.Cut();
        await Eventually.Is(() => stage.Log.Lines.Any(line => line.Contains("has been claimed", StringComparison.Ordinal)));
        await uplink.SetMutedAsync(true, default);

        stage.Server.IsHealthy.ShouldBeTrue();
        room.Events.All.ShouldBeEmpty();
        stage.Janus.AskedFor("claim").ShouldHaveSingleItem()["session_id"]!.GetValue<int>().ShouldBe(1);
        stage.Janus.AskedFor("create").Count(r => r["body"] is null).ShouldBe(1);
        stage.Log.Lines.ShouldAllBe(line => !line.Contains("hush"));
    }

    [Fact]
    public async Task What_ends_while_the_connection_is_broken_is_ended_by_the_next()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        var uplink = await room.Room.PublishAsync("alice", FakeSdp.Offer("audio"), default);
        var handle = stage.Janus.AskedFor("joinandconfigure").Single()["handle_id"]!.ToString();

        stage.Janus.Cut();
        uplink.AddCandidate(null);
        await uplink.DisposeAsync();
        await room.Room.DisposeAsync();

        stage.Janus.AskedFor("detach").ShouldContain(r => r["handle_id"]!.ToString() == handle);
        stage.Janus.AskedFor("destroy").ShouldContain(r => r["body"] != null);
    }

    [Fact]
    public async Task A_session_that_Janus_does_not_know_any_more_is_lost_and_there_is_another()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();
        stage.Janus.Instead = request => ScriptedJanus.Word(request) == "claim"
            ? [ScriptedJanus.Answer(request, "error", ""","error":{"code":458,"reason":"No such session 1"}""")]
            : null;

        stage.Janus.Cut();

        (await room.Events.WaitAsync<MediaRoomLost>(_ => true)).Reason.ShouldContain("No such session 1");
        await Eventually.Is(() => stage.Server.IsHealthy);
        stage.Server.RoomsLost.ShouldBe(1);
        // The room may still be there, as rooms don't end with sessions.
        stage.Janus.AskedFor("destroy").Count(r => r["body"] is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_session_that_timed_out_is_lost()
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();

        await stage.Janus.SayAsync("""{"janus":"timeout","session_id":2}""");
        await stage.Janus.SayAsync("""{"janus":"timeout","session_id":1}""");

        await room.Events.WaitAsync<MediaRoomLost>(_ => true);
        await Eventually.Is(() => stage.Server.IsHealthy);
    }

    [Fact]
    public async Task One_who_says_nothing_for_too_long_is_lost()
    {
        await using var stage = await JanusStage.HealthyAsync(hasty: true);
        var room = await stage.OpenAsync();

        stage.Janus.Instead = _ => [];

        await room.Events.WaitAsync<MediaRoomLost>(_ => true);
        stage.Server.IsHealthy.ShouldBeFalse();
        stage.Janus.Instead = _ => null;
        await Eventually.Is(() => stage.Server.IsHealthy);
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("{\"no\":\"janus\"}")]
    [InlineData("long")]
    [InlineData("deep")]
    public async Task What_is_no_message_of_Janus_costs_the_connection_and_nothing_else(string message)
    {
        await using var stage = await JanusStage.HealthyAsync();
        var room = await stage.OpenAsync();

        await stage.Janus.SayAsync(message switch
        {
            "long" => new string(' ', 2 * 1024 * 1024),
            "deep" => string.Concat(Enumerable.Repeat("[", 100_000)),
            _ => message,
        });

        await Eventually.Is(() => stage.Janus.AskedFor("claim").Any());
        await room.Room.PublishAsync("alice", FakeSdp.Offer("audio"), default);
        room.Events.All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{\"janus\":\"event\",\"sender\":\"nobody\",\"plugindata\":7}")]
    [InlineData("{\"janus\":\"webrtcup\",\"sender\":-1}")]
    [InlineData("{\"janus\":\"success\",\"transaction\":\"attach-99\",\"data\":[]}")]
    [InlineData("{\"janus\":\"error\",\"transaction\":7,\"error\":\"no object\"}")]
    [InlineData("{\"janus\":\"hangup\",\"sender\":1e300}")]
    public async Task Messages_that_mean_nothing_are_passed_over(string message)
    {
        await using var stage = await JanusStage.HealthyAsync();

        await stage.Janus.SayAsync(message);

        await (await stage.OpenAsync()).Room.PublishAsync("alice", FakeSdp.Offer("audio"), default);
        stage.Janus.AskedFor("claim").ShouldBeEmpty();
    }
}

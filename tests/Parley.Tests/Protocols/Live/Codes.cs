using System.Text.Json;

namespace Parley.Tests.Protocols.Live;

/// <summary>The codes that every signal has, signal by signal, and every word that <c>ss</c> may have.</summary>
public sealed class Codes
{
    /// <summary>What each signal has beside what all have. Not JOIN, which comes from nowhere into a room.</summary>
    private static readonly Dictionary<string, string> Signals = new()
    {
        ["leave"] = "",
        ["offer"] = $",\"sdp\":{LiveSay.Sdp("audio")}",
        ["answer"] = $",\"to\":{LiveSay.To("alice")},\"sdp\":{LiveSay.Sdp("audio")}",
        ["iceCandidate"] = ",\"sdp\":\"\"",
        ["watch"] = $",\"to\":{LiveSay.To("alice")}",
        ["updateVideo"] = ",\"ve\":true,\"ae\":true",
        ["heartbeat"] = ",\"bid\":1,\"send_ack\":true",
        ["kick"] = ",\"to\":\"alice\"",
        ["publishRequest"] = "",
        ["publishAccept"] = ",\"to\":\"alice\"",
        ["publishReject"] = ",\"to\":\"alice\"",
    };

    public static TheoryData<string> Actions { get; } = new(Signals.Keys);

    /// <summary>Those that join by themselves are no strangers.</summary>
    public static TheoryData<string> OfMembers { get; } = new(Signals.Keys.Except(["offer", "watch"]));

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task In_a_room_that_is_not_there_it_is_4001(string action)
    {
        await using var stage = await LiveStage.OpenAsync();
        var bob = await stage.ConnectAsync("bob");

        await bob.AskAsync(4001, action, Signals[action]);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task In_a_room_of_another_channel_it_is_2002(string action)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        var bob = await stage.ConnectAsync("bob", "p2p");
        await alice.HeardAsync();

        await bob.AskAsync(2002, action, Signals[action]);
        (await alice.HeardAsync()).ShouldBeEmpty("nobody came");
    }

    [Theory]
    [MemberData(nameof(OfMembers))]
    public async Task Of_who_is_not_in_the_room_it_is_4002_or_where_there_is_no_such_code_2001(string action)
    {
        await using var stage = await LiveStage.OpenAsync();
        await stage.MakeAsync("alice");
        var bob = await stage.ConnectAsync("bob");

        await bob.AskAsync(action is "answer" or "iceCandidate" ? 2001 : 4002, action, Signals[action]);
    }

    [Fact]
    public async Task An_answer_that_the_media_server_does_not_take_in_time_is_500_that_says_what_to_do()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.MakeAsync("alice");
        await alice.OfferAsync();
        var bob = await stage.JoinAsync("bob");
        await bob.WatchAsync(alice);
        stage.Server.Stall();

        await bob.AnswerAsync(alice);
        var refused = bob.NextAsync("ANSWER", ack: true);
        for (var i = 0; i < 60 && !refused.IsCompleted; i++) await stage.PassAsync(1);

        (await refused).GetProperty("c").GetInt32().ShouldBe(500);
        (await refused).GetProperty("b").GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        stage.Server.Release();
    }

    [Theory]
    [InlineData("iOS")]
    [InlineData("iOS_EX")]
    [InlineData("Android")]
    [InlineData("Web")]
    [InlineData("Web_Studio")]
    public async Task Every_host_is_taken_and_told_as_it_was_said(string host)
    {
        var publisher = await JoinAsAsync("\"host\":\"Web\"", $"\"host\":\"{host}\"");

        publisher.GetProperty("host").GetString().ShouldBe(host);
    }

    [Theory]
    [InlineData("stream")]
    [InlineData("screenshare")]
    public async Task Every_category_is_taken_and_told_as_it_was_said(string category)
    {
        var publisher = await JoinAsAsync("\"category\":\"stream\"", $"\"category\":\"{category}\"");

        publisher.GetProperty("category").GetString().ShouldBe(category);
    }

    /// <summary>Who makes a room with a session that is another than usual, as the list of publishers has it.</summary>
    private static async Task<JsonElement> JoinAsAsync(string usual, string instead)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.ConnectAsync("alice");
        var session = LiveSay.Session("alice").Replace(usual, instead, StringComparison.Ordinal);

        await alice.Socket.SendTextAsync(LiveSay.Frame(
            "join", "JOIN", "m2m", session, "stage", ""","ve":true,"ae":true,"eg":"native","op":{"roomCreating":true}"""));

        return (await alice.NextAsync("JOIN")).GetProperty("b").GetProperty("pps")[0];
    }
}

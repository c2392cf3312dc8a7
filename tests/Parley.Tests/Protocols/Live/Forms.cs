using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.Live;

/// <summary>What a frame has to be, field by field.</summary>
public sealed class Forms
{
    private static readonly Dictionary<string, string> Good = new()
    {
        ["join"] = LiveSay.Frame("join", "JOIN", "m2m", LiveSay.Session("alice"), "stage", ""","ve":true,"ae":true,"eg":"native" """),
        ["leave"] = LiveSay.Frame("leave", "LEAVE", "m2m", LiveSay.Session("alice"), "stage"),
        ["offer"] = LiveSay.Frame("offer", "OFFER", "m2m", LiveSay.Session("alice"), "stage", $",\"sdp\":{LiveSay.Sdp("audio")}"),
        ["answer"] = LiveSay.Frame(
            "answer", "ANSWER", "m2m", LiveSay.Session("alice"), "stage", $",\"to\":{LiveSay.To("bob")},\"sdp\":{LiveSay.Sdp("audio")}"),
        ["iceCandidate"] = LiveSay.Frame("iceCandidate", "ICE", "m2m", LiveSay.Session("alice"), "stage", ",\"sdp\":\"\""),
        ["watch"] = LiveSay.Frame("watch", "WATCH", "m2m", LiveSay.Session("alice"), "stage", $",\"to\":{LiveSay.To("bob")}"),
        ["updateVideo"] = LiveSay.Frame("updateVideo", "UPDATE", "m2m", LiveSay.Session("alice"), "stage", ",\"ve\":true,\"ae\":true"),
        ["heartbeat"] = LiveSay.Frame("heartbeat", "HEARTBEAT", "m2m", LiveSay.Session("alice"), "stage", ",\"bid\":\"b\",\"send_ack\":true"),
        ["kick"] = LiveSay.Frame("kick", "KICK", "m2m", LiveSay.Session("alice"), "stage", ",\"to\":\"bob\""),
        ["publishRequest"] = LiveSay.Frame("publishRequest", "PUBLISH_REQUEST", "m2m", LiveSay.Session("alice"), "stage"),
        ["publishAccept"] = LiveSay.Frame("publishAccept", "PUBLISH_ACCEPT", "m2m", LiveSay.Session("alice"), "stage", ",\"to\":\"bob\""),
        ["publishReject"] = LiveSay.Frame("publishReject", "PUBLISH_REJECT", "m2m", LiveSay.Session("alice"), "stage", ",\"to\":\"bob\""),
    };

    public static TheoryData<string> Actions { get; } = new(Good.Keys);

    /// <summary>Every field of every signal, also those inside of <c>ss</c>.</summary>
    public static TheoryData<string, string> Fields { get; } = new(
        from good in Good
        let data = JsonNode.Parse(good.Value)!["data"]!.AsObject()
        from field in data.Select(f => f.Key).Concat(data["ss"]!.AsObject().Select(f => $"ss.{f.Key}"))
        where !(good.Key == "iceCandidate" && field == "to")
        select (good.Key, field));

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task A_whole_signal_is_none_of_the_faults_below(string action)
    {
        var answer = await AnswerAsync(Good[action]);

        answer.GetProperty("c").GetInt32().ShouldBeOneOf(4001, 4002);
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_missing_field_is_2001_and_the_signal_is_repeated(string action, string field)
    {
        var frame = JsonNode.Parse(Good[action])!.AsObject();
        var data = frame["data"]!.AsObject();
        if (field.StartsWith("ss.", StringComparison.Ordinal)) data["ss"]!.AsObject().Remove(field[3..]);
        else data.Remove(field);

        var answer = await AnswerAsync(frame.ToJsonString());

        answer.GetProperty("c").GetInt32().ShouldBe(2001, answer.GetRawText());
        var body = answer.GetProperty("b");
        JsonNode.DeepEquals(JsonNode.Parse(body.GetProperty("req").GetRawText()), data).ShouldBeTrue();
        body.GetProperty("msg").GetString()!.ShouldContain(field.Replace("ss.", "", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_of_another_type_or_given_twice_is_2001(string action, string field)
    {
        if (field.StartsWith("ss.", StringComparison.Ordinal)) return;
        var frame = JsonNode.Parse(Good[action])!.AsObject();
        frame["data"]!.AsObject()[field] = new JsonArray(1);
        (await AnswerAsync(frame.ToJsonString())).GetProperty("c").GetInt32().ShouldBe(2001);

        var value = JsonNode.Parse(Good[action])!["data"]![field]!.ToJsonString();
        var twice = Good[action].Replace("\"data\":{", $"\"data\":{{\"{field}\":{value},", StringComparison.Ordinal);
        (await AnswerAsync(twice)).GetProperty("c").GetInt32().ShouldBe(2001, twice);
    }

    [Theory]
    [MemberData(nameof(Actions))]
    public async Task An_action_with_another_signal_is_2001(string action)
    {
        var frame = JsonNode.Parse(Good[action])!.AsObject();
        frame["action"] = action == "leave" ? "kick" : "leave";

        (await AnswerAsync(frame.ToJsonString())).GetProperty("c").GetInt32().ShouldBe(2001);
    }

    [Theory]
    [InlineData("ch", "m2m ")]
    [InlineData("ch", "M2M")]
    [InlineData("s", "Join")]
    [InlineData("rid", "")]
    public async Task An_unknown_word_is_2001(string field, string value)
    {
        var frame = JsonNode.Parse(Good["join"])!.AsObject();
        frame["data"]!.AsObject()[field] = value;

        (await AnswerAsync(frame.ToJsonString())).GetProperty("c").GetInt32().ShouldBe(2001);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"offer\"")]
    [InlineData("{}")]
    [InlineData("""{"action":"offer"}""")]
    [InlineData("""{"action":"offer","data":null}""")]
    [InlineData("""{"action":"offer","data":[]}""")]
    [InlineData("""{"data":{"s":"OFFER"}}""")]
    [InlineData("""{"action":5,"data":{}}""")]
    [InlineData("""{"action":"offer","data":{}} x""")]
    [InlineData("""{"action":"join","data":{"s":"JOIN","ch":"m2m","ss":{"userId":"\ud800","sessionId":"1","category":"stream","host":"Web","deviceId":"d"},"rid":"r","ve":true,"ae":true,"eg":""}}""")]
    [InlineData("""{"action":"join","data":{"s":"JOIN","ch":"m2m","ss":{"userId":"alice"},"rid":"\udc00","ve":true,"ae":true,"eg":""}}""")]
    public async Task What_is_no_frame_is_2001_with_what_came_and_the_connection_lives_on(string text)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.ConnectAsync("alice");
        await alice.Socket.SendTextAsync(text);

        var answer = JsonDocument.Parse((await alice.Socket.NextAsync()).ShouldBeOfType<Received.Message>().Text).RootElement;
        answer.GetProperty("c").GetInt32().ShouldBe(2001);
        answer.GetProperty("b").TryGetProperty("req", out _).ShouldBeTrue();
        answer.GetProperty("b").GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        await alice.JoinAsync(creating: true);
    }

    [Fact]
    public async Task JSON_nested_deeper_than_64_is_2001()
    {
        var deep = $$$"""{"action":"leave","data":{"s":"LEAVE","x":{{{new string('[', 100)}}}{{{new string(']', 100)}}}}}""";

        (await AnswerAsync(deep)).GetProperty("c").GetInt32().ShouldBe(2001);
    }

    [Fact]
    public async Task A_binary_frame_that_holds_JSON_is_as_good()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.ConnectAsync("alice");

        await alice.Socket.SendAsync(FrameOpcode.Binary, Encoding.UTF8.GetBytes(Good["leave"]));
        (await alice.NextAsync("LEAVE")).GetProperty("c").GetInt32().ShouldBe(4001);
        await alice.Socket.SendAsync(FrameOpcode.Binary, new byte[] { 0xFF, 0xFE });
        (await alice.NextAsync("")).GetProperty("c").GetInt32().ShouldBe(2001);
    }

    [Fact]
    public async Task A_frame_over_32_KiB_closes_1009()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.ConnectAsync("alice");

        await alice.Socket.SendTextAsync(Padded(32 * 1024));
        (await alice.NextAsync("LEAVE")).GetProperty("c").GetInt32().ShouldBe(4001);
        await alice.Socket.SendTextAsync(Padded(32 * 1024 + 1));
        (await alice.Socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task A_message_of_128_KiB_in_several_frames_is_taken_and_one_byte_more_closes_1009()
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.ConnectAsync("alice");

        await SendInPiecesAsync(alice.Socket, Padded(128 * 1024));
        (await alice.NextAsync("LEAVE")).GetProperty("c").GetInt32().ShouldBe(4001);
        await SendInPiecesAsync(alice.Socket, Padded(128 * 1024 + 1));
        (await alice.Socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task Over_the_rate_is_500_and_then_the_connection_closes_4429()
    {
        await using var stage = await LiveStage.OpenAsync(new() { ["Parley:Limits:Burst"] = "5" });
        var alice = await stage.ConnectAsync("alice");

        for (var i = 0; i < 5; i++) await alice.AskAsync(4001, "leave");
        for (var i = 0; i < 19; i++) await alice.AskAsync(500, "leave");
        await alice.SendAsync("leave");
        (await alice.Socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(4429);
    }

    /// <summary>A good LEAVE of so many bytes.</summary>
    private static string Padded(int bytes)
    {
        var frame = Good["leave"];
        return frame.Replace("\"rid\"", $"\"x\":\"{new string('x', bytes - frame.Length - 7)}\",\"rid\"", StringComparison.Ordinal);
    }

    private static async Task SendInPiecesAsync(TestSocket socket, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        const int Piece = 32 * 1024;
        for (var at = 0; at < bytes.Length; at += Piece)
        {
            var last = at + Piece >= bytes.Length;
            await socket.SendAsync(
                at == 0 ? FrameOpcode.Text : FrameOpcode.Continuation, bytes.AsMemory(at, Math.Min(Piece, bytes.Length - at)), last);
        }
    }

    private static async Task<JsonElement> AnswerAsync(string frame)
    {
        await using var stage = await LiveStage.OpenAsync();
        var alice = await stage.ConnectAsync("alice");
        await alice.Socket.SendTextAsync(frame);
        return JsonDocument.Parse((await alice.Socket.NextAsync()).ShouldBeOfType<Received.Message>().Text).RootElement;
    }
}

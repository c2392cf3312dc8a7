using System.Text.Json;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.Live;

/// <summary>One session of a user, connected to <c>/live</c>, that talks of one room.</summary>
internal sealed class LiveClient(TestSocket socket, string user, string sessionId, string channel, string rid) : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Signals = new()
    {
        ["join"] = "JOIN",
        ["leave"] = "LEAVE",
        ["offer"] = "OFFER",
        ["answer"] = "ANSWER",
        ["iceCandidate"] = "ICE",
        ["watch"] = "WATCH",
        ["updateVideo"] = "UPDATE",
        ["heartbeat"] = "HEARTBEAT",
        ["kick"] = "KICK",
        ["publishRequest"] = "PUBLISH_REQUEST",
        ["publishAccept"] = "PUBLISH_ACCEPT",
        ["publishReject"] = "PUBLISH_REJECT",
    };

    public TestSocket Socket => socket;

    public string User => user;

    /// <summary>Its session, as others name it in <c>to</c>.</summary>
    public string Address => LiveSay.To(user, sessionId);

    private string Session => LiveSay.Session(user, sessionId, sessionId == "screen" ? "screenshare" : "stream");

    /// <summary>Sends a signal.</summary>
    /// <param name="action">Its action.</param>
    /// <param name="more">Fields beside those that every signal has, with a comma in front.</param>
    public Task SendAsync(string action, string more = "") =>
        socket.SendTextAsync(LiveSay.Frame(action, Signals[action], channel, Session, rid, more));

    /// <summary>Sends a signal and gives its ack; what came before that is forgotten.</summary>
    public async Task<JsonElement> AskAsync(string action, string more = "")
    {
        await SendAsync(action, more);
        return await NextAsync(Signals[action], ack: true);
    }

    /// <summary>The same, which has to be acknowledged with this code.</summary>
    public async Task<JsonElement> AskAsync(int code, string action, string more = "")
    {
        var ack = await AskAsync(action, more);
        ack.GetProperty("c").GetInt32().ShouldBe(code, ack.GetRawText());
        var body = ack.GetProperty("b");
        if (code == 200) return body;
        body.GetProperty("req").GetProperty("s").GetString().ShouldBe(Signals[action]);
        body.GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        return body;
    }

    public Task<JsonElement> JoinAsync(bool creating = false, int code = 200) => AskAsync(
        code, "join", $$$""","ve":true,"ae":true,"eg":"native","op":{"roomCreating":{{{(creating ? "true" : "false")}}}}""");

    public Task<JsonElement> OfferAsync(int code = 200, string options = "{}", params string[] media) => AskAsync(
        code, "offer", $""","sdp":{LiveSay.Sdp(media.Length == 0 ? ["audio", "video"] : media)},"op":{options}""");

    public Task<JsonElement> WatchAsync(LiveClient publisher, int code = 200) =>
        AskAsync(code, "watch", $",\"to\":{publisher.Address}");

    public Task AnswerAsync(LiveClient publisher) =>
        SendAsync("answer", $",\"to\":{publisher.Address},\"sdp\":{LiveSay.Sdp("audio", "video")}");

    /// <summary>The next message of that signal; others are forgotten.</summary>
    /// <param name="signal">Its <c>s</c>.</param>
    /// <param name="ack">Whether it is an ack; otherwise either will do.</param>
    public async Task<JsonElement> NextAsync(string signal, bool ack = false)
    {
        while (true)
        {
            var text = (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text;
            var message = JsonDocument.Parse(text).RootElement;
            if (message.GetProperty("s").GetString() == signal && (!ack || message.TryGetProperty("c", out _))) return message;
        }
    }

    /// <summary>The users in the next list of publishers, the oldest first.</summary>
    public async Task<string[]> NextPublishersAsync() => Users((await NextAsync("PUBLISH_LIST_CHANGED")).GetProperty("b"));

    public static string[] Users(JsonElement body) =>
        [.. body.GetProperty("pps").EnumerateArray().Select(p => p.GetProperty("id").GetString()!)];

    /// <summary>What has come, once everything that was sent was worked through: the names of the signals.</summary>
    public async Task<string[]> HeardAsync()
    {
        await socket.RoundTripAsync();
        var heard = new List<string>();
        while (socket.TryNext(out var received))
        {
            var message = received.ShouldBeOfType<Received.Message>($"{received} came").Text;
            heard.Add(JsonDocument.Parse(message).RootElement.GetProperty("s").GetString()!);
        }

        return [.. heard];
    }

    /// <summary>The same connection, in another room.</summary>
    public LiveClient In(string other) => new(socket, user, sessionId, channel, other);

    public ValueTask DisposeAsync() => socket.DisposeAsync();
}

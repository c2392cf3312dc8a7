using System.Net.WebSockets;
using System.Text.Json;
using Parley.Browser.Hosting;

namespace Parley.Browser.Live;

/// <summary>One session of <c>live</c> on a bare socket, which says what no browser would.</summary>
internal sealed class LiveSocket : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly byte[] buffer = new byte[256 * 1024];
    private readonly string user, rid, channel;

    private LiveSocket(string user, string rid, string channel) => (this.user, this.rid, this.channel) = (user, rid, channel);

    /// <summary>As <c>to</c> has it.</summary>
    public string Address => $$"""{"userId":"{{user}}","sessionId":"{{user}}-1"}""";

    public static async Task<LiveSocket> OpenAsync(CuttableRoute way, string user, string rid = "stage", string channel = "m2m")
    {
        var client = new LiveSocket(user, rid, channel);
        await client.socket.ConnectAsync(new Uri($"ws://127.0.0.1:{way.Port}/live"), default);
        return client;
    }

    /// <summary>The same with a JOIN; whoever comes first makes the room.</summary>
    public static async Task<LiveSocket> JoinAsync(CuttableRoute way, string user, string rid = "stage", string channel = "m2m")
    {
        var client = await OpenAsync(way, user, rid, channel);
        if (await client.AskAsync("join", Joining(true)) == 4022) (await client.AskAsync("join", Joining(false))).ShouldBe(200);
        return client;
    }

    public Task SendAsync(string action, string more = "")
    {
        var signal = action == "iceCandidate" ? "ICE" : action.ToUpperInvariant();
        var session = $$"""{"userId":"{{user}}","sessionId":"{{user}}-1","category":"stream","host":"Web","deviceId":"d"}""";
        var frame = $$$"""{"action":"{{{action}}}","data":{"s":"{{{signal}}}","ch":"{{{channel}}}","ss":{{{session}}},"rid":"{{{rid}}}"{{{more}}}}}""";
        return socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(JsonSerializer.Deserialize<JsonElement>(frame)), WebSocketMessageType.Text, true, default);
    }

    /// <summary>Sends, and gives the code of the answer; what else comes meanwhile is passed over.</summary>
    public async Task<int> AskAsync(string action, string more = "") => (await AnswerAsync(action, more)).GetProperty("c").GetInt32();

    /// <summary>The answer itself.</summary>
    public async Task<JsonElement> AnswerAsync(string action, string more = "")
    {
        await SendAsync(action, more);
        return await NextAsync(action == "iceCandidate" ? "ICE" : action.ToUpperInvariant());
    }

    /// <summary>The next answer to such a signal.</summary>
    public async Task<JsonElement> NextAsync(string signal)
    {
        using var giveUp = new CancellationTokenSource(Eventually.Patience);
        while (true)
        {
            var count = 0;
            ValueWebSocketReceiveResult read;
            do
            {
                read = await socket.ReceiveAsync(buffer.AsMemory(count), giveUp.Token);
                count += read.Count;
            }
            while (!read.EndOfMessage);
            read.MessageType.ShouldNotBe(WebSocketMessageType.Close, $"{socket.CloseStatus} {socket.CloseStatusDescription}");
            var message = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, count));
            if (message.GetProperty("s").GetString() == signal && message.TryGetProperty("c", out _)) return message;
        }
    }

    /// <summary>Gone without a word.</summary>
    public void Drop() => socket.Abort();

    public ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Joining(bool creating) => $$$""","ve":true,"ae":true,"eg":"b","op":{"roomCreating":{{{(creating ? "true" : "false")}}}}""";
}

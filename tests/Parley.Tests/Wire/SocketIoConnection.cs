using System.Text.Json;

namespace Parley.Tests.Wire;

/// <summary>
/// A Socket.IO client over WebSocket that answers pings only while it is asked for something, so that tests say when the
/// server learns that it is there.
/// </summary>
internal sealed class SocketIoConnection : IAsyncDisposable
{
    private readonly Queue<string> events = [];
    private readonly TestSocket socket;
    private bool over;

    private SocketIoConnection(TestSocket socket) => this.socket = socket;

    /// <summary>What it is called.</summary>
    public string? Id { get; private set; }

    /// <summary>The secret it could prove to be this client with, after a break.</summary>
    public string? PrivateId { get; private set; }

    /// <summary>The last event that it got, as far as recovery counts them.</summary>
    public string? Offset { get; private set; }

    /// <summary>Why it was not let in; <c>null</c> when it was.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Connects and joins the main namespace, or is refused.</summary>
    /// <param name="server">Where.</param>
    /// <param name="auth">What goes with CONNECT, as JSON; empty for nothing.</param>
    /// <param name="query">More of the query, with an ampersand in front.</param>
    public static async Task<SocketIoConnection> ConnectAsync(Uri server, string auth, string query = "")
    {
        var connection = new SocketIoConnection(
            await TestSocket.ConnectAsync(server, $"/socket.io/?EIO=4&transport=websocket{query}"));
        (await connection.NextPacketAsync()).ShouldStartWith("0{");
        await connection.socket.SendTextAsync("40" + auth);
        var answer = await connection.NextPacketAsync();
        using var json = JsonDocument.Parse(answer[2..]);
        if (answer.StartsWith("44", StringComparison.Ordinal))
        {
            connection.Refusal = json.RootElement.GetProperty("message").GetString();
        }
        else
        {
            answer.ShouldStartWith("40");
            connection.Id = json.RootElement.GetProperty("sid").GetString();
            connection.PrivateId = json.RootElement.GetProperty("pid").GetString();
        }

        return connection;
    }

    /// <summary>What a client that was cut off sends to be recovered.</summary>
    public string AuthToRecover(string token) => $$"""{"token":"{{token}}","pid":"{{PrivateId}}","offset":"{{Offset}}"}""";

    public Task EmitAsync(string name, string json = "") =>
        SendAsync(json.Length == 0 ? $"42[\"{name}\"]" : $"42[\"{name}\",{json}]");

    /// <summary>Sends a packet as it is.</summary>
    public Task SendAsync(string packet) => socket.SendTextAsync(packet);

    /// <summary>The next event, as <c>name {json}</c>; <c>disconnect</c> when the server took it out, <c>closed</c> at the end.</summary>
    public async Task<string> NextAsync()
    {
        string? next;
        while (!events.TryDequeue(out next)) await TakeAsync(await NextPacketAsync());
        return next;
    }

    /// <summary>The next event of that name; what comes before it is passed over.</summary>
    public async Task<string> NextAsync(string name)
    {
        while (true)
        {
            var next = await NextAsync();
            if (next.Split(' ')[0] == name) return next[name.Length..].TrimStart();
            if (next == "closed") return next;
        }
    }

    /// <summary>An event that had come by the last <see cref="SyncAsync"/>.</summary>
    public bool TryNext(out string next) => events.TryDequeue(out next!);

    /// <summary>On return the server has worked through all that was sent, and what it caused here has come; pings are answered.</summary>
    /// <remarks>
    /// Asks for a namespace that is not there: the refusal comes behind all that was sent before, as a WebSocket's own pong
    /// need not do.
    /// </remarks>
    public async Task SyncAsync()
    {
        do
        {
            if (!await TrySendAsync("40/sync,")) return;
        }
        while (await AnswerPingsAsync());
    }

    public void Drop() => socket.Drop();

    /// <summary>Leaves as clients do that are told to.</summary>
    public async Task CloseAsync()
    {
        await SendAsync("41");
        await SyncAsync();
        await socket.CloseAsync();
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    /// <summary>Takes what comes up to the refusal. Whether there was a ping among it.</summary>
    private async Task<bool> AnswerPingsAsync()
    {
        var answered = false;
        while (await NextPacketAsync() is var packet && !packet.StartsWith("44/sync,", StringComparison.Ordinal))
        {
            answered |= await TakeAsync(packet);
            if (packet == "closed") return false;
        }

        return answered;
    }

    private async Task<bool> TrySendAsync(string packet)
    {
        if (over) return false;
        try
        {
            await SendAsync(packet);
            return true;
        }
        catch (Exception gone) when (gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }

    private async Task<string> NextPacketAsync() => Text(await socket.NextAsync());

    private async Task<bool> TakeAsync(string packet)
    {
        if (packet != "2")
        {
            Keep(packet);
            return false;
        }

        return await TrySendAsync("3");
    }

    private static string Text(Received received) => received switch
    {
        Received.Message message => message.Text,
        _ => "closed",
    };

    private void Keep(string packet)
    {
        if (!packet.StartsWith("42", StringComparison.Ordinal))
        {
            over |= packet is "closed" or "1";
            events.Enqueue(packet == "41" ? "disconnect" : packet is "1" or "closed" ? "closed" : packet);
            return;
        }

        using var json = JsonDocument.Parse(packet[2..]);
        var parts = json.RootElement.EnumerateArray().ToList();
        if (parts.Count > 1 && parts[^1].ValueKind == JsonValueKind.String) Offset = parts[^1].GetString();
        events.Enqueue(parts.Count > 1 && parts[1].ValueKind == JsonValueKind.Object
            ? $"{parts[0].GetString()} {parts[1].GetRawText()}"
            : parts[0].GetString()!);
    }
}

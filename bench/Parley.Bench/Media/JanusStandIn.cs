using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Bench.Media;

/// <summary>
/// Answers as a Janus with the videoroom plugin does, at once and without media: so that what is measured is Parley's part
/// of publishing and watching, and not the media server's. It runs beside the load, on its core.
/// </summary>
internal sealed class JanusStandIn : IDisposable
{
    private readonly HttpListener listener = new();
    private long lastId;

    internal JanusStandIn()
    {
        Url = $"127.0.0.1:{FreePort()}";
        listener.Prefixes.Add($"http://{Url}/");
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Address and port.</summary>
    internal string Url { get; }

    public void Dispose() => listener.Close();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var request = await listener.GetContextAsync();
                var accepted = await request.AcceptWebSocketAsync("janus-protocol");
                _ = Task.Run(() => ServeAsync(accepted.WebSocket));
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(WebSocket socket)
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult read;
                do
                {
                    read = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                    length += read.Count;
                }
                while (!read.EndOfMessage);
                if (read.MessageType == WebSocketMessageType.Close) return;
                foreach (var answer in Answers(JsonNode.Parse(buffer.AsSpan(0, length))!.AsObject()))
                    await socket.SendAsync(Encoding.UTF8.GetBytes(answer), WebSocketMessageType.Text, true, CancellationToken.None);
            }
        }
        catch (WebSocketException)
        {
            // The server under load was ended.
        }
    }

    private IEnumerable<string> Answers(JsonObject asked)
    {
        var transaction = (string?)asked["transaction"];
        switch ((string?)asked["janus"])
        {
            case "info":
                return [$$$$"""{"janus":"server_info","transaction":"{{{{transaction}}}}","version_string":"stand-in","full-trickle":false,"reclaim-session-timeout":10,"plugins":{"janus.plugin.videoroom":{}}}"""];
            case "create" or "attach":
                return [$$$$"""{"janus":"success","transaction":"{{{{transaction}}}}","data":{"id":{{{{Interlocked.Increment(ref lastId)}}}}}}"""];
            case "message":
                return Plugin((ulong)asked["handle_id"]!, transaction, asked["body"]!.AsObject());
            case "keepalive" or "trickle":
                return [$$$$"""{"janus":"ack","transaction":"{{{{transaction}}}}"}"""];
            default:
                return [$$$$"""{"janus":"success","transaction":"{{{{transaction}}}}"}"""];
        }
    }

    private static IEnumerable<string> Plugin(ulong handle, string? transaction, JsonObject body) => (string?)body["request"] switch
    {
        "joinandconfigure" => [Ack(transaction), Event(handle, transaction, "joined", "answer"), $$$$"""{"janus":"webrtcup","sender":{{{{handle}}}}}"""],
        "join" => [Ack(transaction), Event(handle, transaction, "attached", "offer")],
        "configure" => [Ack(transaction), Event(handle, transaction, "event", "answer")],
        "start" => [Ack(transaction), Event(handle, transaction, "event", null), $$$$"""{"janus":"webrtcup","sender":{{{{handle}}}}}"""],
        _ => [$$$$"""{"janus":"success","transaction":"{{{{transaction}}}}","sender":{{{{handle}}}},"plugindata":{"plugin":"janus.plugin.videoroom","data":{"videoroom":"success"}}}"""],
    };

    private static string Ack(string? transaction) => $$$$"""{"janus":"ack","transaction":"{{{{transaction}}}}"}""";

    private static string Event(ulong handle, string? transaction, string what, string? sdp)
    {
        var jsep = sdp is null ? "" : $$$$""","jsep":{"type":"{{{{sdp}}}}","sdp":"{{{{JsonEncodedText.Encode(Sdp.Text)}}}}"}""";
        return $$$$"""{"janus":"event","transaction":"{{{{transaction}}}}","sender":{{{{handle}}}},"plugindata":{"plugin":"janus.plugin.videoroom","data":{"videoroom":"{{{{what}}}}","id":{{{{handle}}}}}}{{{{jsep}}}}}""";
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

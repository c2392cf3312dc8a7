using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
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
    // RFC 6455, section 1.3.
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private long lastId;
    private long requests;

    internal JanusStandIn()
    {
        listener.Start();
        Url = $"ws://{listener.LocalEndpoint}";
        _ = AcceptAsync();
    }

    internal string Url { get; }

    /// <summary>How often it was asked something, keep-alives apart.</summary>
    internal long Requests => Interlocked.Read(ref requests);

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var accepted = await listener.AcceptTcpClientAsync();
                // Like Janus: an answer in two messages would otherwise wait for the other side's delayed acknowledgement.
                accepted.NoDelay = true;
                _ = Task.Run(() => ServeAsync(accepted));
            }
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private async Task ServeAsync(TcpClient accepted)
    {
        using var client = accepted;
        try
        {
            var stream = client.GetStream();
            await UpgradeAsync(stream);
            using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "janus-protocol" });
            await AnswerAllAsync(socket);
        }
        catch (Exception ended) when (ended is WebSocketException or IOException)
        {
            // The server under load was ended.
        }
    }

    private static async Task UpgradeAsync(NetworkStream stream)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (!buffer.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
            length += await stream.ReadAtLeastAsync(buffer.AsMemory(length), 1);
        var key = Encoding.ASCII.GetString(buffer, 0, length).Split("\r\n")
            .First(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase)).Split(':')[1].Trim();
#pragma warning disable CA5350 // The handshake's own hash.
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
            $"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: janus-protocol\r\n\r\n"));
    }

    private async Task AnswerAllAsync(WebSocket socket)
    {
        var buffer = new byte[256 * 1024];
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

    private IEnumerable<string> Answers(JsonObject asked)
    {
        var transaction = (string?)asked["transaction"];
        if ((string?)asked["janus"] != "keepalive") Interlocked.Increment(ref requests);
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
}

using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Parley.Tests.Media;

/// <summary>
/// The far end of Janus's WebSocket API, without media: it answers as Janus does, unless a test wants what a real one
/// does only with bad luck. The real one is in Parley.Browser.
/// </summary>
internal sealed class ScriptedJanus : IAsyncDisposable
{
    public const string ApiSecret = "hush-api", AdminKey = "hush-admin";

    private readonly ConcurrentQueue<JsonObject> asked = new();
    private readonly ConcurrentDictionary<WebSocket, SemaphoreSlim> sockets = new();
    private readonly WebApplication app;
    private int lastHandle = 100;

    private ScriptedJanus(WebApplication app) => this.app = app;

    public Uri Url => new UriBuilder(app.Urls.First()) { Scheme = "ws" }.Uri;

    /// <summary>All that was asked of it, in order.</summary>
    public IReadOnlyList<JsonObject> Asked => [.. asked];

    /// <summary>What a test has it answer instead; <c>null</c>: as usual. No messages: nothing.</summary>
    public Func<JsonObject, IEnumerable<string>?> Instead { get; set; } = _ => null;

    public static async Task<ScriptedJanus> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var janus = new ScriptedJanus(app);
        app.UseWebSockets();
        app.Run(janus.ServeAsync);
        await app.StartAsync();
        return janus;
    }

    /// <summary>What was asked in these words: Janus's own, or the plugin's.</summary>
    public IEnumerable<JsonObject> AskedFor(string word) => asked.Where(request => Word(request) == word);

    /// <summary>Says something that nobody asked for, on every connection; who goes while it is being said need not hear it out.</summary>
    public async Task SayAsync(string message)
    {
        foreach (var socket in sockets.Keys)
        {
            try
            {
                await SendAsync(socket, message);
            }
            catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
            {
                // What the test then looks for tells whether that was right.
            }
        }
    }

    /// <summary>Ends all connections without a goodbye.</summary>
    public void Cut()
    {
        foreach (var socket in sockets.Keys) socket.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        Cut();
        await app.DisposeAsync();
    }

    /// <summary>The plugin's word of a message, Janus's of the rest.</summary>
    public static string Word(JsonObject request) =>
        request["janus"]!.ToString() is var word && word == "message" ? request["body"]!["request"]!.ToString() : word;

    /// <summary>An answer to a request, with what else it has.</summary>
    public static string Answer(JsonObject request, string kind, string more = "") =>
        $$"""{"janus":"{{kind}}","transaction":"{{request["transaction"]}}","session_id":1{{more}}}""";

    /// <summary>An answer of the plugin.</summary>
    public static string Plugin(JsonObject request, string kind, string data, string more = "") =>
        Answer(request, kind, $$""","sender":{{request["handle_id"]}},"plugindata":{"plugin":"janus.plugin.videoroom","data":{{data}}}{{more}}""");

    private async Task ServeAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync("janus-protocol");
        sockets[socket] = new SemaphoreSlim(1);
        try
        {
            var buffer = new byte[256 * 1024];
            while (true)
            {
                var count = 0;
                ValueWebSocketReceiveResult read;
                do
                {
                    read = await socket.ReceiveAsync(buffer.AsMemory(count), default);
                    count += read.Count;
                }
                while (!read.EndOfMessage);
                if (read.MessageType == WebSocketMessageType.Close) return;
                var request = JsonNode.Parse(buffer.AsSpan(0, count))!.AsObject();
                asked.Enqueue(request);
                foreach (var answer in Instead(request) ?? Usual(request)) await SendAsync(socket, answer);
            }
        }
        catch (Exception ended) when (ended is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The client has gone, or was cut off.
        }
        finally
        {
            sockets.TryRemove(socket, out _);
        }
    }

    private async Task SendAsync(WebSocket socket, string message)
    {
        if (!sockets.TryGetValue(socket, out var sending)) return;
        await sending.WaitAsync();
        try
        {
            await socket.SendAsync(System.Text.Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, true, default);
        }
        finally
        {
            sending.Release();
        }
    }

    private IEnumerable<string> Usual(JsonObject request)
    {
        if (request["janus"]!.ToString() != "info" && request["apisecret"]?.ToString() != ApiSecret)
            return [Answer(request, "error", ""","error":{"code":403,"reason":"Unauthorized request (wrong or missing secret/token)"}""")];
        return Word(request) switch
        {
            "info" => [Answer(request, "server_info", ""","version_string":"1.1.2","reclaim-session-timeout":10,"full-trickle":false,"plugins":{"janus.plugin.videoroom":{}}""")],
            "keepalive" or "trickle" => [Answer(request, "ack")],
            "attach" => [Answer(request, "success", $$""","data":{"id":{{Interlocked.Increment(ref lastHandle)}}}""")],
            "create" when request["body"] is null => [Answer(request, "success", ""","data":{"id":1}""")],
            "claim" or "detach" => [Answer(request, "success")],
            "destroy" when request["body"] is null => [Answer(request, "success")],
            "joinandconfigure" or "configure" =>
                [Answer(request, "ack"), Plugin(request, "event", """{"videoroom":"joined","id":7}""", Jsep(request, "answer"))],
            "join" => [Answer(request, "ack"), Plugin(request, "event", """{"videoroom":"attached"}""", Jsep(request, "offer"))],
            "start" => [Answer(request, "ack"), Plugin(request, "event", """{"videoroom":"event","started":"ok"}""")],
            _ => [Plugin(request, "success", """{"videoroom":"success"}""")],
        };
    }

    private static string Jsep(JsonObject request, string type) =>
        request["jsep"] is { } jsep || type == "offer"
            ? $$""","jsep":{"type":"{{type}}","sdp":{{JsonSerializer.Serialize(FakeSdp.Answer(request["jsep"]?["sdp"]?.ToString() ?? FakeSdp.Offer("audio"), 1))}}}"""
            : "";
}

using System.Net.WebSockets;
using System.Text.Json;
using Parley.Browser.Hosting;

namespace Parley.Browser.Media;

/// <summary>Counts what a Janus has, by its Admin API: not by what Parley thinks it has.</summary>
internal static class JanusAdmin
{
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new { });

    /// <summary>Rooms, and handles of all sessions together.</summary>
    public static async Task<(int Rooms, int Handles)> CountAsync(JanusProcess janus)
    {
        await using var route = new CuttableRoute(janus.ConnectToAdminAsync);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("janus-admin-protocol");
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{route.Port}"), default);

        var rooms = await AskAsync(socket, new
        {
            janus = "message_plugin",
            transaction = "rooms",
            plugin = "janus.plugin.videoroom",
            request = new { request = "list", admin_key = JanusProcess.AdminKey },
        });
        var sessions = await AskAsync(socket, new { janus = "list_sessions", transaction = "sessions" });
        var handles = 0;
        foreach (var session in sessions.GetProperty("sessions").EnumerateArray())
        {
            var answer = await AskAsync(socket, new { janus = "list_handles", transaction = "handles", session_id = session });
            handles += answer.TryGetProperty("handles", out var list) ? list.GetArrayLength() : 0; // or it has just ended
        }

        return (rooms.GetProperty("response").GetProperty("list").GetArrayLength(), handles);
    }

    private static async Task<JsonElement> AskAsync(ClientWebSocket socket, object request)
    {
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(request), WebSocketMessageType.Text, true, default);
        var buffer = new byte[256 * 1024];
        var count = 0;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(count), default);
            count += read.Count;
            if (read.MessageType == WebSocketMessageType.Close) return Nothing;
            if (read.EndOfMessage) return JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, count));
        }
    }
}

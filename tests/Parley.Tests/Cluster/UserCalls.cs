using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Resuming;
using Parley.Tests.Protocols;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>What users of <c>direct</c> do in calls, and how it is held against what came.</summary>
internal static class UserCalls
{
    public static Task<TestSocket> RegisterAsync(ParleyHost node, string user, string more = "") =>
        Actors.DirectAsync(node, user, more);

    /// <summary>At a node in another process.</summary>
    public static async Task<TestSocket> RegisterAsync(Uri node, string token, string user)
    {
        var socket = await TestSocket.ConnectAsync(node, $"/direct?access_token={token}");
        await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"{{{user}}}"}}""");
        (await socket.TextAsync()).ShouldContain("accepted");
        return socket;
    }

    /// <summary>Registers to be resumed, or resumes; and what it is told of that.</summary>
    public static async Task<(TestSocket Socket, JsonElement Resume)> ResumeAsync(ParleyHost node, string user, string token, int seq)
    {
        var socket = await TestSocket.ConnectAsync(node.Url, $"/direct?access_token={node.Token(user)}");
        await socket.SendTextAsync(
            $$$"""{"type":"register","payload":{"user_id":"{{{user}}}","resume":"{{{token}}}","seq":{{{seq}}}}}""");
        using var json = JsonDocument.Parse(await socket.TextAsync());
        return (socket, json.RootElement.GetProperty("payload").GetProperty("resume").Clone());
    }

    /// <summary>How many wait there to be resumed.</summary>
    public static int UsersAway(this ParleyHost node) => node.Services.GetRequiredService<KeptSessions>().Away;

    public static async Task OfferAsync(this TestSocket from, string to, string name, params TestSocket[] ringing)
    {
        await from.SignalAsync("offer", to, name);
        foreach (var device in ringing) (await device.TextAsync()).ShouldContain($"\"connection_id\":\"{name}\"");
    }

    public static Task SignalAsync(this TestSocket from, string type, string to, string name, int? number = null) => from.SendTextAsync(
        $$$"""{"type":"{{{type}}}","payload":{"sdp":"v=0","connection_id":"{{{name}}}"{{{(number is null ? "" : $",\"n\":{number}")}}}},"timestamp":"t","receiver":"{{{to}}}"}""");

    /// <summary>Sends numbered candidates until it is told to end, and then says how many.</summary>
    public static async Task<int> CountAsync(this TestSocket socket, string to, CancellationToken end)
    {
        var number = 0;
        while (!end.IsCancellationRequested)
        {
            await socket.SignalAsync("ice_candidate", to, "c1", number++);
            await Task.Delay(10, CancellationToken.None);
        }

        return number;
    }

    /// <summary>Each came once, and in order.</summary>
    public static async Task ShouldHaveCountedAsync(this TestSocket socket, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var text = await socket.TextAsync();
            Number(text).ShouldBe(i, text);
        }
    }

    public static async Task ShouldHaveNoSignalAsync(this TestSocket socket)
    {
        await socket.SendTextAsync("""{"type":"heartbeat","payload":{},"timestamp":"t"}""");
        (await socket.TextAsync()).ShouldBe("""{"type":"heartbeat","payload":{},"timestamp":"t"}""");
    }

    public static async Task<string> ContentAsync(this TestSocket socket) => Content(await socket.TextAsync());

    /// <summary>What it is, of whom, and about which negotiation.</summary>
    public static string Content(string text)
    {
        using var json = JsonDocument.Parse(text);
        var (root, payload) = (json.RootElement, json.RootElement.GetProperty("payload"));
        string?[] parts =
        [
            Text(root, "type"), Text(payload, "code"), Text(payload, "user_id") ?? Text(root, "sender"), Text(payload, "status"),
            Text(payload, "connection_id") ?? (payload.TryGetProperty("details", out var details) ? Text(details, "connection_id") : null),
        ];
        return string.Join(' ', parts.OfType<string>());
    }

    public static int? Number(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("payload").TryGetProperty("n", out var number) ? number.GetInt32() : null;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) ? value.GetString() : null;
}

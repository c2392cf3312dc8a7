using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols;

/// <summary>Connections that are past their beginnings.</summary>
internal static class Actors
{
    /// <summary>A registered connection of <c>direct</c>.</summary>
    public static async Task<TestSocket> DirectAsync(ParleyHost host, string user, string more = "")
    {
        var socket = await TestSocket.ConnectAsync(host.Url, $"/direct?access_token={host.Token(user)}");
        await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"{{{user}}}"{{{more}}}}}""");
        (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldContain("accepted");
        return socket;
    }

    /// <summary>A room that the first of the users owns.</summary>
    public static async Task<string> RoomAsync(ParleyHost host, string owner, params string[] members)
    {
        using var http = host.HttpAs(owner);
        using var created = await http.PostAsJsonAsync("/api/chat", new { name = "team" });
        var room = (await created.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        foreach (var member in members)
        {
            using var added = await http.PostAsJsonAsync($"/api/chat/{room}/members", new { accountId = member, role = 0 });
            added.EnsureSuccessStatusCode();
        }

        return room;
    }

    /// <summary>A welcomed connection of <c>chatroom</c>.</summary>
    public static async Task<TestSocket> ChatRoomAsync(ParleyHost host, string room, string user, string more = "")
    {
        var socket = await TestSocket.ConnectAsync(host.Url, $"/api/chat/realtime/{room}?tk={host.Token(user)}{more}");
        (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldContain("Connected to call of #");
        return socket;
    }

    public static async Task<string> TextAsync(this TestSocket socket) =>
        (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text;
}

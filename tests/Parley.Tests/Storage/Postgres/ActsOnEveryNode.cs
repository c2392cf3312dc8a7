using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Protocols;
using Parley.Tests.Protocols.World.Rules;
using Parley.Tests.Rest;
using Parley.Tests.Wire;

namespace Parley.Tests.Storage.Postgres;

/// <summary>What is done on one node is felt at once by those who are connected to the other.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ActsOnEveryNode(PostgresServer server, TwoNodes nodes) : IClassFixture<TwoNodes>
{
    private const string World = "/api/worlds/hq%2F%C3%BC%201";

    [Fact]
    public async Task A_member_who_is_removed_on_one_node_is_closed_on_the_other()
    {
        await nodes.HearAsync();
        using var admin = nodes.AsAdmin(0);
        var room = await RoomAsync(admin, "bob", "carol");
        await using var bob = await ConnectAsync(room, "bob", node: 1);
        await using var carol = await ConnectAsync(room, "carol", node: 1);

        await (await admin.DeleteAsync($"/api/chat/{room}/members/bob")).ShouldBeAsync(HttpStatusCode.NoContent);

        (await CloseOfAsync(bob)).ShouldBe(new Received.Close(1008, "you are no longer a member of this room"));
        await carol.RoundTripAsync();
        carol.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task A_room_that_is_deleted_on_one_node_ends_on_the_other()
    {
        await nodes.HearAsync();
        using var admin = nodes.AsAdmin(0);
        var room = await RoomAsync(admin, "bob");
        await using var bob = await ConnectAsync(room, "bob", node: 1);

        await (await admin.DeleteAsync($"/api/chat/{room}")).ShouldBeAsync(HttpStatusCode.NoContent);

        (await CloseOfAsync(bob)).ShouldBe(new Received.Close(1008, "the room was deleted"));
    }

    [Fact]
    public async Task A_world_that_is_written_or_deleted_on_one_node_is_so_on_the_other_and_who_is_in_it_knows()
    {
        await nodes.HearAsync();
        using var first = nodes.AsAdmin(0);
        using var second = nodes.AsAdmin(1);
        var file = RulesOffice.File.Replace("\"office\", \"workspaceId\": \"acme\"", "\"hq/ü 1\", \"workspaceId\": \"demo\"", StringComparison.Ordinal);
        await PutAsync(first, file, HttpStatusCode.Created);
        await Eventually.IsAsync(async () => (await second.GetAsync(World)).StatusCode == HttpStatusCode.OK);
        await using var bob = await EnterAsync("bob", "Member", node: 1, "hq/ü 1");

        await PutAsync(second, file.Replace("\"version\": 1", "\"version\": 2", StringComparison.Ordinal), HttpStatusCode.OK);
        await Eventually.IsAsync(async () => (await first.GetStringAsync(World)).Contains("\"version\": 2", StringComparison.Ordinal));
        await (await first.DeleteAsync(World)).ShouldBeAsync(HttpStatusCode.NoContent);
        (await bob.TextAsync()).ShouldContain("world_gone");
        await (await second.GetAsync(World)).ShouldBeAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Of_two_owners_who_leave_at_once_by_different_nodes_one_stays()
    {
        using var admin = nodes.AsAdmin(0);
        for (var round = 0; round < 10; round++)
        {
            var room = await RoomAsync(admin);
            var second = await admin.PostAsJsonAsync($"/api/chat/{room}/members", new { accountId = "other", role = 100 });
            await second.ShouldBeAsync(HttpStatusCode.Created);

            var left = await Task.WhenAll(LeaveAsync(room, "owner", node: 0), LeaveAsync(room, "other", node: 1));

            left.Order().ShouldBe([HttpStatusCode.NoContent, HttpStatusCode.Conflict]);
        }
    }

    [Fact]
    public async Task A_removal_while_a_node_hears_nothing_is_made_up_for_when_it_hears_again()
    {
        await nodes.HearAsync();
        using var admin = nodes.AsAdmin(0);
        var (left, kept) = (await RoomAsync(admin, "bob"), await RoomAsync(admin, "bob"));
        var ended = await RoomAsync(admin, "bob");
        await using var bob = await ConnectAsync(left, "bob", node: 1);
        await using var stays = await ConnectAsync(kept, "bob", node: 1);
        await using var alone = await ConnectAsync(ended, "bob", node: 1);
        var guest = await GuestAsync(node: 1);
        await using var chatting = await SocketIoConnection.ConnectAsync(nodes.Urls[1], $$"""{"token":"{{guest.Token}}"}""");

        // In one transaction with the end of those who listen: nobody is there to hear of it.
        await server.ExecuteAsync(
            $"""
            SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE application_name = 'parley listener';
            UPDATE members SET left_at = 1 WHERE room_id = '{left}' AND account_id = 'bob';
            DELETE FROM rooms WHERE id = '{ended}';
            DELETE FROM guests WHERE session_id = '{guest.Session}';
            """,
            nodes.Schema);

        (await CloseOfAsync(bob)).ShouldBe(new Received.Close(1008, "you are no longer a member of this room"));
        (await CloseOfAsync(alone)).ShouldBe(new Received.Close(1008, "the room was deleted"));
        (await chatting.NextAsync("disconnect")).ShouldNotBe("closed");
        await stays.RoundTripAsync();
        stays.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task A_guest_whose_session_is_ended_is_disconnected_wherever_it_is()
    {
        await nodes.HearAsync();
        var ((ended, token), other) = (await GuestAsync(node: 0), await GuestAsync(node: 0));
        await using var guest = await SocketIoConnection.ConnectAsync(nodes.Urls[1], $$"""{"token":"{{token}}"}""");
        await using var stays = await SocketIoConnection.ConnectAsync(nodes.Urls[1], $$"""{"token":"{{other.Token}}"}""");
        guest.Refusal.ShouldBeNull();

        (await nodes.Store.RemoveGuestAsync(ended, default)).ShouldBeTrue();

        (await guest.NextAsync("disconnect")).ShouldNotBe("closed");
        await using var again = await SocketIoConnection.ConnectAsync(nodes.Urls[0], $$"""{"token":"{{token}}"}""");
        again.Refusal.ShouldBe("Guest session not found or expired");
    }

    [Fact]
    public async Task Who_is_kicked_from_a_world_on_one_node_is_put_out_and_kept_out_on_the_other()
    {
        await nodes.HearAsync();
        await using var admin = await EnterAsync("admin", "Admin", node: 0);
        await using var bobHere = await EnterAsync("bob", "Member", node: 0);
        await using var bobThere = await EnterAsync("bob", "Member", node: 1);
        await using var carol = await EnterAsync("carol", "Member", node: 1);

        await admin.SendTextAsync("""{"type":"KICK_FROM_WORLD","payload":{"target_user_id":"bob","world_id":"office"}}""");

        (await CloseOfAsync(bobHere)).Code.ShouldBe(1008);
        (await CloseOfAsync(bobThere)).ShouldBe(new Received.Close(1008, "kicked from the world"));
        await using var back = await TestSocket.ConnectAsync(nodes.Urls[1], "/world");
        (await JoinAsync(back, "bob", "Member")).ShouldContain("kicked");
        await carol.RoundTripAsync();
        carol.IsOpen.ShouldBeTrue();
    }

    [Fact]
    public async Task Who_is_muted_in_a_world_on_one_node_is_muted_on_the_other()
    {
        await nodes.HearAsync();
        await using var admin = await EnterAsync("admin", "Admin", node: 0);
        await using var here = await EnterAsync("dave", "Member", node: 0);
        await using var there = await EnterAsync("dave", "Member", node: 1);

        await admin.SendTextAsync("""{"type":"MUTE_USER","payload":{"target_user_id":"dave","duration":600}}""");

        (await UntilAsync(there, "MUTE_USER")).ShouldContain("\"target_user_id\":\"dave\"");
    }

    private static async Task PutAsync(HttpClient admin, string file, HttpStatusCode expected)
    {
        using var json = new StringContent(file, System.Text.Encoding.UTF8, "application/json");
        await (await admin.PutAsync(World, json)).ShouldBeAsync(expected);
    }

    private static async Task<Guid> RoomAsync(HttpClient admin, params string[] members)
    {
        var created = await admin.PostAsJsonAsync("/api/chat", new { name = "room", ownerId = "owner" });
        var room = (await created.ShouldBeAsync(HttpStatusCode.Created)).GetProperty("id").GetGuid();
        foreach (var member in members)
            await (await admin.PostAsJsonAsync($"/api/chat/{room}/members", new { accountId = member })).ShouldBeAsync(HttpStatusCode.Created);
        return room;
    }

    private async Task<HttpStatusCode> LeaveAsync(Guid room, string user, int node)
    {
        using var http = new HttpClient { BaseAddress = nodes.Urls[node] };
        using var response = await http.SendAsync(HttpMethod.Delete, $"/api/chat/{room}/members/{user}", nodes.Token(user));
        return response.StatusCode;
    }

    private async Task<TestSocket> ConnectAsync(Guid room, string user, int node)
    {
        var socket = await TestSocket.ConnectAsync(nodes.Urls[node], $"/api/chat/realtime/{room}?tk={nodes.Token(user)}");
        (await socket.NextAsync()).ShouldBeOfType<Received.Message>();
        return socket;
    }

    private async Task<(Guid Session, string Token)> GuestAsync(int node)
    {
        using var http = new HttpClient { BaseAddress = nodes.Urls[node] };
        var guest = await http.BeginGuestAsync();
        return (guest.GetProperty("user").GetProperty("sessionId").GetGuid(), guest.GetProperty("token").GetString()!);
    }

    private async Task<TestSocket> EnterAsync(string user, string role, int node, string world = "office")
    {
        var socket = await TestSocket.ConnectAsync(nodes.Urls[node], "/world");
        (await JoinAsync(socket, user, role, world)).ShouldContain("WORLD_STATE");
        return socket;
    }

    private async Task<string> JoinAsync(TestSocket socket, string user, string role, string world = "office")
    {
        await socket.SendTextAsync($$$"""{"type":"CONNECT","payload":{"token":"{{{nodes.WorkspaceToken(user, role)}}}"}}""");
        await UntilAsync(socket, "CONNECTED");
        await socket.SendTextAsync($$$"""{"type":"JOIN_WORLD","payload":{"world_id":"{{{world}}}"}}""");
        return ((Received.Message)await socket.NextAsync()).Text;
    }

    private static async Task<string> UntilAsync(TestSocket socket, string type)
    {
        while (true)
        {
            var message = (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text;
            if (JsonElement.Parse(message).GetProperty("type").GetString() == type) return message;
        }
    }

    /// <summary>The close; what comes before it is passed over.</summary>
    private static async Task<Received.Close> CloseOfAsync(TestSocket socket)
    {
        while (true)
        {
            switch (await socket.NextAsync())
            {
                case Received.Close close: return close;
                case Received.End: throw new InvalidOperationException("The connection ended without a close.");
            }
        }
    }
}

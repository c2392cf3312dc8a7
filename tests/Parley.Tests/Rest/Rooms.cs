using System.Net;
using System.Net.Http.Json;
using Parley.Core.Storage;
using Parley.Protocols.ChatRoom;

namespace Parley.Tests.Rest;

public sealed class Rooms : IAsyncLifetime
{
    private RestStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await RestStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_created_room_is_found_where_Location_says()
    {
        var response = await stage.As("alice").PostAsJsonAsync("/api/chat", new { name = "Küche 🍳" });

        var created = await response.ShouldBeAsync(HttpStatusCode.Created);
        var found = await (await stage.As("alice").GetAsync(response.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
        found.GetRawText().ShouldBe(created.GetRawText());
        found.GetProperty("name").GetString().ShouldBe("Küche 🍳");
        found.GetProperty("createdAt").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        found.GetProperty("updatedAt").GetDateTime().ShouldBe(found.GetProperty("createdAt").GetDateTime());
    }

    [Fact]
    public async Task The_creator_is_the_owner()
    {
        var id = await stage.RoomAsync("alice");

        var members = await (await stage.As("alice").GetAsync($"/api/chat/{id}/members")).ShouldBeAsync(HttpStatusCode.OK);
        var owner = members.GetProperty("members").EnumerateArray().ShouldHaveSingleItem();
        owner.GetProperty("accountId").GetString().ShouldBe("alice");
        owner.GetProperty("role").GetInt32().ShouldBe(MemberRecord.Owner);
    }

    [Fact]
    public async Task An_id_may_be_chosen_once()
    {
        var id = Guid.NewGuid();
        var created = await (await stage.As("alice").PostAsJsonAsync("/api/chat", new { name = "a", id })).ShouldBeAsync(HttpStatusCode.Created);
        created.GetProperty("id").GetGuid().ShouldBe(id);

        await (await stage.As("bob").PostAsJsonAsync("/api/chat", new { name = "b", id })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "id:");
        await (await stage.As("bob").GetAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_room_is_for_its_members()
    {
        var id = await stage.RoomAsync("alice", ("bob", 0), ("mallory", -1));

        await (await stage.As("bob").GetAsync($"/api/chat/{id}")).ShouldBeAsync(HttpStatusCode.OK);
        await (await stage.As("mallory").GetAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not an active member");
        await (await stage.As("carol").GetAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not an active member");
        await (await stage.AsAdmin().GetAsync($"/api/chat/{id}")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Moderators_and_owners_rename()
    {
        var id = await stage.RoomAsync("alice", ("mod", 50), ("bob", 0));

        await (await stage.As("bob").PatchAsJsonAsync($"/api/chat/{id}", new { name = "x" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "moderator or an owner");
        foreach (var client in new[] { stage.As("mod"), stage.As("alice"), stage.AsAdmin() })
        {
            var room = await (await client.PatchAsJsonAsync($"/api/chat/{id}", new { name = "new" })).ShouldBeAsync(HttpStatusCode.OK);
            room.GetProperty("name").GetString().ShouldBe("new");
        }
    }

    [Fact]
    public async Task Owners_delete_and_the_live_room_is_told()
    {
        var id = await stage.RoomAsync("alice", ("mod", 50));

        await (await stage.As("mod").DeleteAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "Only an owner");
        stage.Told.ShouldBeEmpty();
        await (await stage.As("alice").DeleteAsync($"/api/chat/{id}")).ShouldBeAsync(HttpStatusCode.NoContent);

        stage.Told.ShouldBe([$"end {CallRoom.Of(id)}"]);
        await (await stage.As("alice").GetAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
        await (await stage.AsAdmin().DeleteAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_admin_key_creates_rooms_for_others()
    {
        var id = (await (await stage.AsAdmin().PostAsJsonAsync("/api/chat", new { name = "a", ownerId = "alice" })).ShouldBeAsync(HttpStatusCode.Created))
            .GetProperty("id").GetGuid();

        await (await stage.As("alice").DeleteAsync($"/api/chat/{id}")).ShouldBeAsync(HttpStatusCode.NoContent);
        await (await stage.AsAdmin().PostAsJsonAsync("/api/chat", new { name = "a" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ownerId:");
        await (await stage.As("bob").PostAsJsonAsync("/api/chat", new { name = "a", ownerId = "alice" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "ownerId:");
    }
}

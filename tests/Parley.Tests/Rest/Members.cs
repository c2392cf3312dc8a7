using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Protocols.ChatRoom;

namespace Parley.Tests.Rest;

public sealed class Members : IAsyncLifetime
{
    private RestStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await RestStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task A_moderator_adds_members_and_says_where_they_are()
    {
        var id = await stage.RoomAsync("alice", ("mod", 50));

        var response = await PutAsync("mod", id, "bob/1 ü");
        var member = await response.ShouldBeAsync(HttpStatusCode.Created);

        member.GetProperty("role").GetInt32().ShouldBe(0);
        response.Headers.Location!.OriginalString.ShouldBe($"/api/chat/{id}/members/bob%2F1%20%C3%BC");
        (await ListAsync("mod", id)).ShouldBe(["alice", "bob/1 ü", "mod"]);
        await (await stage.As("mod").DeleteAsync(response.Headers.Location)).ShouldBeAsync(HttpStatusCode.NoContent);
        (await ListAsync("mod", id)).ShouldBe(["alice", "mod"]);
    }

    [Fact]
    public async Task Changing_a_role_keeps_the_day_of_joining()
    {
        var id = await stage.RoomAsync("alice");
        var joined = await (await PutAsync("alice", id, "bob")).ShouldBeAsync(HttpStatusCode.Created);

        var changed = await (await PutAsync("alice", id, "bob", 50)).ShouldBeAsync(HttpStatusCode.OK);

        changed.GetProperty("role").GetInt32().ShouldBe(50);
        changed.GetProperty("joinedAt").GetRawText().ShouldBe(joined.GetProperty("joinedAt").GetRawText());
        stage.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ban_closes_keeps_out_and_can_be_lifted()
    {
        var id = await stage.RoomAsync("alice", ("mod", 50), ("bob", 0));

        await (await PutAsync("mod", id, "bob", -1)).ShouldBeAsync(HttpStatusCode.OK);
        stage.Told.ShouldBe([$"evict bob from {CallRoom.Of(id)}"]);
        await (await stage.As("bob").GetAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        (await ListAsync("mod", id)).ShouldBe(["alice", "mod"]);
        await (await stage.As("bob").DeleteAsync($"/api/chat/{id}/members/bob")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);

        await (await PutAsync("mod", id, "bob")).ShouldBeAsync(HttpStatusCode.Created);
        await (await stage.As("bob").GetAsync($"/api/chat/{id}")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task One_may_leave_and_the_live_room_is_told()
    {
        var id = await stage.RoomAsync("alice", ("bob", 0));

        await (await stage.As("bob").DeleteAsync($"/api/chat/{id}/members/bob")).ShouldBeAsync(HttpStatusCode.NoContent);

        stage.Told.ShouldBe([$"evict bob from {CallRoom.Of(id)}"]);
        await (await stage.As("bob").GetAsync($"/api/chat/{id}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await stage.As("alice").DeleteAsync($"/api/chat/{id}/members/bob")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "accountId:");
    }

    [Theory]
    [InlineData("bob", "carol", 0, "moderator or an owner")]
    [InlineData("mod", "carol", 100, "above your own")]
    [InlineData("mod", "mod2", 0, "below yours")]
    [InlineData("mod", "mod2", -1, "below yours")]
    [InlineData("mod", "alice", 0, "below yours")]
    [InlineData("mod", "mod", 100, "above your own")]
    [InlineData("mod", "mod", -1, "ban yourself")]
    [InlineData("alice", "owner2", 0, "below yours")]
    [InlineData("stranger", "carol", 0, "not an active member")]
    public async Task Roles_are_not_given_above_or_taken_beside_ones_own(string caller, string account, int role, string why)
    {
        var id = await stage.RoomAsync("alice", ("owner2", 100), ("mod", 50), ("mod2", 50), ("bob", 0), ("carol", 0));

        await (await PutAsync(caller, id, account, role)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, why);
    }

    [Theory]
    [InlineData("bob", "carol", "Only a moderator")]
    [InlineData("mod", "mod2", "below yours")]
    [InlineData("mod", "alice", "below yours")]
    [InlineData("alice", "owner2", "below yours")]
    [InlineData("stranger", "bob", "not an active member")]
    public async Task Nobody_removes_who_stands_beside_or_above(string caller, string account, string why)
    {
        var id = await stage.RoomAsync("alice", ("owner2", 100), ("mod", 50), ("mod2", 50), ("bob", 0), ("carol", 0));

        await (await stage.As(caller).DeleteAsync($"/api/chat/{id}/members/{account}")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, why);
        stage.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_last_owner_neither_leaves_nor_steps_down()
    {
        var id = await stage.RoomAsync("alice", ("bob", 0));

        await (await stage.As("alice").DeleteAsync($"/api/chat/{id}/members/alice")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "without an owner");
        await (await PutAsync("alice", id, "alice", 50)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "without an owner");

        await (await PutAsync("alice", id, "bob", 100)).ShouldBeAsync(HttpStatusCode.OK);
        await (await PutAsync("alice", id, "alice", 50)).ShouldBeAsync(HttpStatusCode.OK);
        await (await stage.As("bob").DeleteAsync($"/api/chat/{id}/members/bob")).ShouldBeProblemAsync(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_owners_who_leave_at_once_one_stays()
    {
        var id = await stage.RoomAsync("owner0", [.. Enumerable.Range(1, 7).Select(i => ($"owner{i}", 100))]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => stage.As($"owner{i}").DeleteAsync($"/api/chat/{id}/members/owner{i}")));

        answers.Count(a => a.StatusCode == HttpStatusCode.NoContent).ShouldBe(7);
        answers.Count(a => a.StatusCode == HttpStatusCode.Conflict).ShouldBe(1);
    }

    [Fact]
    public async Task The_admin_key_may_do_everything()
    {
        var id = await stage.RoomAsync("alice");

        await (await stage.AsAdmin().PostAsJsonAsync($"/api/chat/{id}/members", new { accountId = "alice", role = -1 })).ShouldBeAsync(HttpStatusCode.OK);
        stage.Told.ShouldBe([$"evict alice from {CallRoom.Of(id)}"]);
        await (await stage.AsAdmin().PostAsJsonAsync($"/api/chat/{id}/members", new { accountId = "bob", role = 100 })).ShouldBeAsync(HttpStatusCode.Created);
        await (await stage.AsAdmin().DeleteAsync($"/api/chat/{id}/members/bob")).ShouldBeAsync(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Members_come_in_pages()
    {
        var id = await stage.RoomAsync("m0", [.. Enumerable.Range(1, 6).Select(i => ($"m{i}", 0))]);

        (await ListAsync("m0", id, "?limit=3")).ShouldBe(["m0", "m1", "m2"]);
        (await ListAsync("m0", id, "?limit=3&after=m2")).ShouldBe(["m3", "m4", "m5"]);
        var last = await (await stage.As("m0").GetAsync($"/api/chat/{id}/members?limit=3&after=m5")).ShouldBeAsync(HttpStatusCode.OK);
        last.GetProperty("members").GetArrayLength().ShouldBe(1);
        last.TryGetProperty("next", out _).ShouldBeFalse();
        var whole = await (await stage.As("m0").GetAsync($"/api/chat/{id}/members?limit=7")).ShouldBeAsync(HttpStatusCode.OK);
        whole.TryGetProperty("next", out _).ShouldBeFalse("the page is full, but nothing follows");
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=501")]
    [InlineData("?limit=-1")]
    [InlineData("?limit=many")]
    public async Task A_wrong_limit_is_named(string query)
    {
        var id = await stage.RoomAsync("alice");

        await (await stage.As("alice").GetAsync($"/api/chat/{id}/members{query}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "limit");
    }

    [Fact]
    public async Task Members_are_listed_for_members_only()
    {
        var id = await stage.RoomAsync("alice");

        await (await stage.As("bob").GetAsync($"/api/chat/{id}/members")).ShouldBeProblemAsync(HttpStatusCode.Forbidden);
        await (await stage.As("bob").GetAsync($"/api/chat/{Guid.NewGuid()}/members")).ShouldBeProblemAsync(HttpStatusCode.NotFound);
    }

    private Task<HttpResponseMessage> PutAsync(string caller, Guid id, string accountId, int? role = null) =>
        stage.As(caller).PostAsync($"/api/chat/{id}/members", Answers.Json(JsonSerializer.Serialize(
            role is null ? new { accountId } : (object)new { accountId, role })));

    private async Task<IReadOnlyList<string>> ListAsync(string caller, Guid id, string query = "")
    {
        var page = await (await stage.As(caller).GetAsync($"/api/chat/{id}/members{query}")).ShouldBeAsync(HttpStatusCode.OK);
        string[] accounts = [.. page.GetProperty("members").EnumerateArray().Select(m => m.GetProperty("accountId").GetString()!)];
        if (page.TryGetProperty("next", out var next)) next.GetString().ShouldBe(accounts[^1]);
        return accounts;
    }
}

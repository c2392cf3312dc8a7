using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Server.Authentication;

namespace Parley.Tests.Rest;

public sealed class DemoSessions : IAsyncLifetime
{
    private ParleyHost host = null!;

    public async ValueTask InitializeAsync() => host = await ParleyHost.StartAsync(new() { ["Parley:Turn:Urls"] = "stun:stun.example:3478" });

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_session_has_a_user_a_good_token_a_room_and_ice_servers()
    {
        var response = await host.Http.GetAsync("/demo/session?user=J%C3%BCrgen&room=Lounge");

        var session = await response.ShouldBeAsync(HttpStatusCode.OK);
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        session.GetProperty("userId").GetString().ShouldBe("Jürgen");
        session.GetProperty("iceServers").GetRawText().ShouldBe("""[{"urls":["stun:stun.example:3478"]}]""");
        var token = host.Services.GetRequiredService<TokenVerifier>().Verify(session.GetProperty("token").GetString()).Token.ShouldNotBeNull();
        token.Subject.ShouldBe("Jürgen");
        (token.ExpiresAt - DateTimeOffset.UtcNow).TotalHours.ShouldBe(12, tolerance: 0.1);
    }

    [Fact]
    public async Task A_session_is_of_the_workspace_demo_where_the_example_office_is()
    {
        var session = await (await host.Http.GetAsync("/demo/session?user=alice&room=x")).ShouldBeAsync(HttpStatusCode.OK);

        session.GetProperty("workspaceId").GetString().ShouldBe("demo");
        session.GetProperty("roles").GetRawText().ShouldBe("""["Member"]""");
        using var client = new HttpClient { BaseAddress = host.Url };
        client.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("token").GetString());
        (await client.GetAsync("/api/worlds/office")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_session_takes_the_workspace_roles_and_picture_that_are_asked_for()
    {
        var session = await (await host.Http.GetAsync("/demo/session?user=alice&room=x&workspace=acme&role=Admin&role=Editor&avatar=cat")).ShouldBeAsync(HttpStatusCode.OK);

        var claims = host.Services.GetRequiredService<TokenVerifier>().Verify(session.GetProperty("token").GetString()).Token.ShouldNotBeNull().Claims;
        claims.GetProperty("workspace_id").GetString().ShouldBe("acme");
        claims.GetProperty("roles").GetRawText().ShouldBe("""["Admin","Editor"]""");
        claims.GetProperty("avatar_id").GetString().ShouldBe("cat");
    }

    [Fact]
    public async Task Room_membership_and_profile_are_in_the_store()
    {
        var first = await SessionAsync("alice", "Lounge");
        var second = await SessionAsync("bob", "Lounge");

        second.ShouldBe(first);
        var store = host.Services.GetRequiredService<IStore>();
        (await store.FindRoomAsync(first, default))!.Name.ShouldBe("Lounge");
        (await store.FindMemberAsync(first, "alice", default))!.Role.ShouldBe(MemberRecord.Owner);
        (await store.FindMemberAsync(first, "bob", default))!.Role.ShouldBe(MemberRecord.Member);
        (await store.FindProfileAsync("bob", default))!.Nick.ShouldBe("bob");
    }

    [Fact]
    public async Task Who_left_comes_back_and_who_is_banned_stays_out()
    {
        var room = await SessionAsync("alice", "Lounge");
        await SessionAsync("bob", "Lounge");
        var store = host.Services.GetRequiredService<IStore>();
        await store.RemoveMemberAsync(room, "bob", DateTimeOffset.UtcNow, default);
        await store.PutMemberAsync(new MemberRecord(room, "mallory", -1, DateTimeOffset.UtcNow), default);

        await SessionAsync("bob", "Lounge");
        await SessionAsync("mallory", "Lounge");

        (await store.FindMemberAsync(room, "bob", default))!.IsActive.ShouldBeTrue();
        (await store.FindMemberAsync(room, "mallory", default))!.IsActive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_rooms_id_follows_from_its_name_alone()
    {
        var id = await SessionAsync("alice", "Lounge");

        id.ShouldBe(Guid.Parse("60ee5334-c9aa-8597-9aff-8a6ee7a3238f"));
        id.Version.ShouldBe(8);
        (await SessionAsync("alice", "lounge")).ShouldNotBe(id);
    }

    [Theory]
    [InlineData("", "user")]
    [InlineData("?user=alice", "room")]
    [InlineData("?room=x", "user")]
    [InlineData("?user=a%0Ab&room=x", "user")]
    [InlineData("?user=%20&room=x", "user")]
    [InlineData("?user=a&room=x&role=Boss", "role")]
    [InlineData("?user=a&room=x&workspace=", "workspace")]
    [InlineData("?user=a&room=x&avatar=a%0Ab", "avatar")]
    public async Task A_wrong_field_is_named(string query, string field) =>
        await (await host.Http.GetAsync($"/demo/session{query}")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, $"{field}:");

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("192.0.2.1")]
    public async Task A_foreign_name_that_was_made_to_point_here_is_refused(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/demo/session?user=alice&room=x") { Headers = { Host = name } };

        await (await host.Http.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "this machine only");
    }

    [Theory]
    [InlineData("localhost:1234")]
    [InlineData("[::1]:1234")]
    [InlineData("127.0.0.2")]
    public async Task This_machines_own_names_are_taken(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/demo/session?user=alice&room=x") { Headers = { Host = name } };

        await (await host.Http.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
    }

    private async Task<Guid> SessionAsync(string user, string room) =>
        (await (await host.Http.GetAsync($"/demo/session?user={user}&room={room}")).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("roomId").GetGuid();
}

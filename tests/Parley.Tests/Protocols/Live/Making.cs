using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Rest;

namespace Parley.Tests.Protocols.Live;

/// <summary><c>/api/live/rooms</c>: the operator's rooms.</summary>
public sealed class Making : IAsyncLifetime
{
    private LiveStage stage = null!;
    private HttpClient admin = null!;

    public async ValueTask InitializeAsync()
    {
        stage = await LiveStage.OpenAsync();
        admin = new HttpClient { BaseAddress = stage.Host.Url };
        admin.DefaultRequestHeaders.Add("X-Api-Key", RestStage.AdminKey);
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await stage.DisposeAsync();
    }

    [Fact]
    public async Task A_room_is_made_looked_at_and_ended()
    {
        using var made = await admin.PostAsJsonAsync("/api/live/rooms", new { rid = "a/b", channel = "a2m", publishers = new[] { "alice" } });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        made.Headers.Location!.ToString().ShouldBe("/api/live/rooms/a%2Fb");
        var alice = await stage.ConnectAsync("alice", "a2m", "a/b");
        await alice.JoinAsync();

        var room = await admin.GetFromJsonAsync<JsonElement>("/api/live/rooms/a%2Fb");
        room.GetProperty("owner").GetString().ShouldBe("alice");
        room.GetProperty("publishers")[0].GetProperty("video").GetBoolean().ShouldBeFalse();

        (await admin.DeleteAsync("/api/live/rooms/a%2Fb")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await alice.NextAsync("KICK")).GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        (await admin.DeleteAsync("/api/live/rooms/a%2Fb")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetAsync("/api/live/rooms/a%2Fb")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"rid":"","channel":"m2m"}""", "rid")]
    [InlineData("""{"rid":"a","channel":"m4m"}""", "channel")]
    [InlineData("""{"rid":"a","channel":"m2m","publishers":[""]}""", "publishers")]
    [InlineData("""{"rid":"a","channel":"m2m","publishers":"alice"}""", "publishers")]
    [InlineData("""{"rid":"a","channel":"m2m","color":"red"}""", "color")]
    public async Task What_is_wrong_is_400_and_named(string body, string field)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var refused = await admin.PostAsync("/api/live/rooms", content);

        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await refused.Content.ReadAsStringAsync()).ShouldContain(field);
    }

    [Fact]
    public async Task A_room_that_is_not_to_be_kept_ends_when_nobody_comes()
    {
        using var made = await admin.PostAsJsonAsync("/api/live/rooms", new { rid = "brief", channel = "m2m", keep = false });
        made.StatusCode.ShouldBe(HttpStatusCode.Created);

        await stage.PassAsync(31);

        (await admin.GetAsync("/api/live/rooms/brief")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Users_may_not()
    {
        using var alice = stage.Host.HttpAs("alice");

        (await alice.PostAsJsonAsync("/api/live/rooms", new { rid = "mine", channel = "m2m" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await alice.GetAsync("/api/live/rooms/mine")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await stage.Host.Http.DeleteAsync("/api/live/rooms/mine")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Names_and_pictures_are_those_of_the_profile()
    {
        using var alice = stage.Host.HttpAs("alice");
        using var put = await alice.PutAsJsonAsync(
            "/api/profile", new { name = "ally", nick = "Alice A.", profile = new { avatar = "https://example.org/a.png" } });
        put.StatusCode.ShouldBe(HttpStatusCode.OK);

        var joined = await (await stage.ConnectAsync("alice")).JoinAsync(creating: true);

        var shown = joined.GetProperty("pps")[0];
        shown.GetProperty("username").GetString().ShouldBe("ally");
        shown.GetProperty("fullname").GetString().ShouldBe("Alice A.");
        shown.GetProperty("avatar").GetString().ShouldBe("https://example.org/a.png");
    }
}

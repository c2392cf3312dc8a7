using System.Net;
using System.Net.Http.Json;

namespace Parley.Tests.Rest;

public sealed class Profiles : IAsyncLifetime
{
    private RestStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await RestStage.OpenAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Fact]
    public async Task Who_never_said_is_shown_by_token()
    {
        using var client = stage.Host.HttpAs("alice", "Alice A.");

        var profile = await (await client.GetAsync("/api/profile")).ShouldBeAsync(HttpStatusCode.OK);

        profile.GetRawText().ShouldBe("""{"accountId":"alice","name":"Alice A.","profile":{}}""");
    }

    [Fact]
    public async Task What_was_put_is_got()
    {
        var put = await (await stage.As("alice").PutAsync("/api/profile", Answers.Json(
            """{"name":"alice","nick":"Älice 😀","profile":{"colour":"red","deep":[{"a":null}]}}"""))).ShouldBeAsync(HttpStatusCode.OK);
        var got = await (await stage.As("alice").GetAsync("/api/profile")).ShouldBeAsync(HttpStatusCode.OK);

        got.GetRawText().ShouldBe(put.GetRawText());
        got.GetProperty("nick").GetString().ShouldBe("Älice 😀");
        got.GetProperty("profile").GetProperty("deep")[0].GetRawText().ShouldBe("""{"a":null}""");
        got.TryGetProperty("updatedAt", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Profiles_are_ones_own()
    {
        await (await stage.As("alice").PutAsJsonAsync("/api/profile", new { name = "alice" })).ShouldBeAsync(HttpStatusCode.OK);

        (await (await stage.As("bob").GetAsync("/api/profile")).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("name").GetString().ShouldBe("bob");
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":""}""", "name")]
    [InlineData("""{"name":"  "}""", "name")]
    [InlineData("""{"name":"a\nb"}""", "name")]
    [InlineData("""{"name":"a","nick":""}""", "nick")]
    [InlineData("""{"name":"a","nick":"\u001b[2J"}""", "nick")]
    [InlineData("""{"name":"a","profile":[]}""", "profile")]
    [InlineData("""{"name":"a","profile":"x"}""", "profile")]
    [InlineData("""{"name":"a","profile":7}""", "profile")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var problem = await (await stage.As("alice").PutAsync("/api/profile", Answers.Json(body))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, $"{field}:");

        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData(4082, HttpStatusCode.OK)]
    [InlineData(4090, HttpStatusCode.BadRequest)]
    public async Task A_profile_has_at_most_4_KiB(int length, HttpStatusCode status)
    {
        var text = new string('x', length);

        await (await stage.As("alice").PutAsJsonAsync("/api/profile", new { name = "a", profile = new { text } })).ShouldBeAsync(status);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Server.Guests;

namespace Parley.Tests.Rest;

public sealed partial class Guests : IAsyncLifetime
{
    private readonly ManualTimeProvider time = new();
    private ParleyHost host = null!;

    // Not Development, so that bodies are refused as they are in earnest.
    public async ValueTask InitializeAsync() => host = await ParleyHost.StartAsync(
        new() { ["Parley:GuestCall:GuestsPerAddress"] = "10000" }, b => b.Services.AddSingleton<TimeProvider>(time), "Production");

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_session_begins_with_a_token_and_a_user_in_the_clients_own_shape()
    {
        var response = await host.Http.PostAsync(
            "/api/guest", Answers.Json("""{"username":"Brave_Otter","location":"São Paulo","gender":"f","language":"pt-BR"}"""));

        var answer = await response.ShouldBeAsync(HttpStatusCode.Created);
        var data = answer.GetProperty("data");
        var user = data.GetProperty("user");
        var session = user.GetProperty("sessionId").GetGuid();
        answer.EnumerateObject().Select(p => p.Name).ShouldBe(["success", "message", "data"]);
        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.GetProperty("message").GetString().ShouldBe("Guest session created");
        data.EnumerateObject().Select(p => p.Name).ShouldBe(["token", "user"]);
        GuestId().IsMatch(user.GetProperty("id").GetString()!).ShouldBeTrue();
        user.GetRawText().ShouldBe(
            $$"""{"id":"{{user.GetProperty("id").GetString()}}","username":"Brave_Otter","isGuest":true,"sessionId":"{{session}}","location":"São Paulo","gender":"f","language":"pt-BR"}""");
        response.Headers.Location!.ToString().ShouldBe($"/api/guest/{session}");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task The_session_is_a_row_that_lives_for_two_hours()
    {
        var user = (await host.Http.BeginGuestAsync("""{"username":"abc","gender":"x"}""")).GetProperty("user");
        var session = user.GetProperty("sessionId").GetGuid();
        var store = host.Services.GetRequiredService<IStore>();

        (await store.FindGuestAsync(session, time.GetUtcNow(), default)).ShouldBe(new GuestRecord(
            session, user.GetProperty("id").GetString()!, "abc", null, "x", null, time.GetUtcNow(), time.GetUtcNow().AddHours(2)));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData(null)]
    [InlineData("""{"username":null,"location":null,"gender":null,"language":null}""")]
    public async Task Who_says_nothing_gets_a_readable_name_and_the_rest_is_null(string? body)
    {
        var response = await host.Http.PostAsync("/api/guest", body is null ? null : Answers.Json(body));

        var user = (await response.ShouldBeAsync(HttpStatusCode.Created)).GetProperty("data").GetProperty("user");
        MadeUp().IsMatch(user.GetProperty("username").GetString()!).ShouldBeTrue();
        foreach (var field in new[] { "location", "gender", "language" }) user.GetProperty(field).GetRawText().ShouldBe("null");
    }

    [Fact]
    public async Task Guests_of_one_name_are_two_guests()
    {
        var one = (await host.Http.BeginGuestAsync("""{"username":"Otter"}""")).GetProperty("user");
        var two = (await host.Http.BeginGuestAsync("""{"username":"Otter"}""")).GetProperty("user");

        one.GetProperty("id").GetString().ShouldNotBe(two.GetProperty("id").GetString());
        one.GetProperty("sessionId").GetGuid().ShouldNotBe(two.GetProperty("sessionId").GetGuid());
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("___")]
    [InlineData("A1234567890123456789")]
    public async Task A_username_of_3_to_20_letters_digits_and_underscores_is_taken(string username) =>
        (await host.Http.BeginGuestAsync($$"""{"username":"{{username}}"}""")).GetProperty("user").GetProperty("username").GetString()
            .ShouldBe(username);

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("A12345678901234567890")]
    [InlineData("a-b")]
    [InlineData(" abc")]
    [InlineData("abc\\n")]
    [InlineData("abc\\u0000")]
    [InlineData("Jürgen")]
    [InlineData("аbc")] // Cyrillic а
    [InlineData("１２３")]
    public async Task Any_other_username_is_400(string username)
    {
        var problem = await (await host.Http.PostAsync("/api/guest", Answers.Json($$"""{"username":"{{username}}"}""")))
            .ShouldBeGuestProblemAsync(HttpStatusCode.BadRequest, "username: This has to be 3 to 20 letters");

        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe("username");
    }

    [Theory]
    [InlineData("location", 100)]
    [InlineData("gender", 32)]
    [InlineData("language", 35)]
    public async Task What_a_guest_says_of_itself_is_one_line_and_not_long(string field, int most)
    {
        (await host.Http.BeginGuestAsync($$"""{"{{field}}":"{{new string('x', most)}}"}""")).GetProperty("user").GetProperty(field)
            .GetString()!.Length.ShouldBe(most);

        foreach (var wrong in new[] { "", " ", "a\\nb", "\\u0000", "\\u0085", "\\u007f", "\\ud800", new string('x', most + 1) })
        {
            await (await host.Http.PostAsync("/api/guest", Answers.Json($$"""{"{{field}}":"{{wrong}}"}""")))
                .ShouldBeGuestProblemAsync(HttpStatusCode.BadRequest, "");
        }
    }

    [Theory]
    [InlineData("""{"username":7}""")]
    [InlineData("""{"nickname":"abc"}""")]
    [InlineData("""{"location":{"city":"Rome"}}""")]
    [InlineData("[]")]
    [InlineData("{")]
    public async Task A_body_that_is_not_as_described_is_400_for_both_kinds_of_readers(string body) =>
        await (await host.Http.PostAsync("/api/guest", Answers.Json(body))).ShouldBeGuestProblemAsync(HttpStatusCode.BadRequest, "");

    [Fact]
    public async Task A_suggested_name_is_one_that_a_guest_may_take()
    {
        var answer = await (await host.Http.GetAsync("/api/guest/username")).ShouldBeAsync(HttpStatusCode.OK);

        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        var name = answer.GetProperty("data").GetProperty("username").GetString()!;
        (await host.Http.BeginGuestAsync($$"""{"username":"{{name}}"}""")).GetProperty("user").GetProperty("username").GetString().ShouldBe(name);
    }

    [Fact]
    public void Every_name_that_can_be_made_up_may_be_taken()
    {
        GuestNames.Pairs.Distinct().Count().ShouldBe(GuestNames.Pairs.Count());
        GuestNames.Pairs.ShouldAllBe(p => GuestNames.IsValid($"{p}00"));
        for (var i = 0; i < 1000; i++) GuestNames.IsValid(GuestNames.MakeUp()).ShouldBeTrue();
    }

    [Fact]
    public async Task Me_is_the_guest_whose_token_it_is()
    {
        var mine = await host.Http.BeginGuestAsync("""{"username":"Otter"}""");

        var answer = await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", mine.GetProperty("token").GetString()))
            .ShouldBeAsync(HttpStatusCode.OK);

        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.GetProperty("data").GetProperty("user").GetRawText().ShouldBe(mine.GetProperty("user").GetRawText());
    }

    [Fact]
    public async Task Asking_for_me_prolongs_the_session_and_looking_at_it_does_not()
    {
        var mine = await host.Http.BeginGuestAsync();
        var (token, session) = (mine.GetProperty("token").GetString(), mine.GetProperty("user").GetProperty("sessionId").GetGuid());

        for (var hour = 0; hour < 3; hour++)
        {
            time.Advance(TimeSpan.FromHours(1));
            await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", token)).ShouldBeAsync(HttpStatusCode.OK);
        }

        time.Advance(TimeSpan.FromHours(1));
        await (await host.Http.GetAsync($"/api/guest/{session}")).ShouldBeAsync(HttpStatusCode.OK);
        time.Advance(TimeSpan.FromHours(1));
        await (await host.Http.GetAsync($"/api/guest/{session}")).ShouldBeGuestProblemAsync(HttpStatusCode.NotFound, "Guest session not found or expired");
        await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", token))
            .ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Guest session not found or expired");
    }

    [Fact]
    public async Task A_session_is_shown_by_its_id_and_404_when_it_is_gone()
    {
        var user = (await host.Http.BeginGuestAsync("""{"username":"Otter","language":"it"}""")).GetProperty("user");
        var path = $"/api/guest/{user.GetProperty("sessionId").GetGuid()}";

        (await (await host.Http.GetAsync(path)).ShouldBeAsync(HttpStatusCode.OK)).GetProperty("data").GetProperty("user").GetRawText()
            .ShouldBe(user.GetRawText());
        await host.Services.GetRequiredService<IStore>().RemoveGuestAsync(user.GetProperty("sessionId").GetGuid(), default);

        await (await host.Http.GetAsync(path)).ShouldBeGuestProblemAsync(HttpStatusCode.NotFound, "Guest session not found or expired");
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("nobody")]
    [InlineData("%7B")]
    public async Task What_is_no_session_is_404(string session) =>
        await (await host.Http.GetAsync($"/api/guest/{session}")).ShouldBeGuestProblemAsync(HttpStatusCode.NotFound, "Guest session not found or expired");

    [Fact]
    public async Task A_guest_says_where_it_is()
    {
        var token = await host.Http.GuestTokenAsync();

        var answer = await (await host.Http.SendAsync(HttpMethod.Post, "/api/guest/location", token, """{"location":"Rome"}""")).ShouldBeAsync(HttpStatusCode.OK);

        answer.GetProperty("success").GetBoolean().ShouldBeTrue();
        answer.GetProperty("data").GetProperty("user").GetProperty("location").GetString().ShouldBe("Rome");
        (await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", token)).ShouldBeAsync(HttpStatusCode.OK))
            .GetProperty("data").GetProperty("user").GetProperty("location").GetString().ShouldBe("Rome");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"location":null}""")]
    [InlineData("""{"location":""}""")]
    [InlineData("""{"location":"a\u0007b"}""")]
    [InlineData("""{"location":"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789x"}""")]
    public async Task A_location_that_is_none_is_400_and_changes_nothing(string body)
    {
        var token = await host.Http.GuestTokenAsync();
        await host.Http.SendAsync(HttpMethod.Post, "/api/guest/location", token, """{"location":"Rome"}""");

        await (await host.Http.SendAsync(HttpMethod.Post, "/api/guest/location", token, body))
            .ShouldBeGuestProblemAsync(HttpStatusCode.BadRequest, "location: This has to be 1 to 100 characters");

        (await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", token)).ShouldBeAsync(HttpStatusCode.OK))
            .GetProperty("data").GetProperty("user").GetProperty("location").GetString().ShouldBe("Rome");
    }

    [Theory]
    [InlineData("GET", "/api/guest/me")]
    [InlineData("POST", "/api/guest/location")]
    public async Task Without_a_token_it_is_401_and_says_so(string method, string path)
    {
        var response = await host.Http.SendAsync(new HttpMethod(method), path, token: null, method == "POST" ? """{"location":"Rome"}""" : null);

        await response.ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Authentication token required");
        response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [GeneratedRegex("^guest_[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
    private static partial Regex GuestId();

    [GeneratedRegex("^[A-Z][a-z]+_[A-Z][a-z]+[0-9]{2}$")]
    private static partial Regex MadeUp();
}

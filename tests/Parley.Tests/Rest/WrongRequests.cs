using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Tests.Storage;

namespace Parley.Tests.Rest;

public sealed class WrongRequests : IAsyncLifetime
{
    private RestStage stage = null!;

    // Not Development, where the framework would add pages for developers.
    public async ValueTask InitializeAsync() => stage = await RestStage.OpenAsync(environment: "Production");

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("""{"name":7}""", "name")]
    [InlineData("""{"name":["a"]}""", "name")]
    [InlineData("""{"name":"a","nmae":"b"}""", "nmae")]
    [InlineData("""{"name":"a","name":"b"}""", "name")]
    [InlineData("""{"name":"a","id":"not a guid"}""", "id")]
    [InlineData("""{"name":"a","id":"00000000-0000-0000-0000-000000000000"}""", "id")]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"Name":"a"}""", "Name")]
    public async Task A_wrong_field_is_named(string body, string field)
    {
        var problem = await (await PostAsync(body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, $"{field}:");

        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    [InlineData("{")]
    [InlineData("{\"name\":\"a\"} x")]
    public async Task What_is_no_JSON_object_is_400(string body) =>
        await (await PostAsync(body)).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Several_faults_are_named_at_once()
    {
        var problem = await (await PostAsync("""{"name":"","ownerId":"x"}""")).ShouldBeProblemAsync(HttpStatusCode.BadRequest);

        problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).ShouldBe(["name", "ownerId"]);
    }

    [Fact]
    public async Task A_body_of_another_type_is_415() =>
        await (await stage.As("alice").PostAsync("/api/chat", new StringContent("name=a", Encoding.UTF8, "application/x-www-form-urlencoded")))
            .ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType);

    [Fact]
    public async Task A_body_over_16_KiB_is_413() =>
        await (await PostAsync($$"""{"name":"{{new string('x', 17 * 1024)}}"}""")).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);

    [Fact]
    public async Task A_body_over_16_KiB_that_does_not_say_so_is_413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat")
        {
            Content = Answers.Json($$"""{"name":"{{new string('x', 17 * 1024)}}"}"""),
            Headers = { TransferEncodingChunked = true },
        };

        await (await stage.As("alice").SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("GET", "/api/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/chat/not-a-guid", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/api/chat", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/profile", HttpStatusCode.MethodNotAllowed)]
    public async Task What_is_not_there_is_a_problem_whatever_the_client_accepts(string method, string path, HttpStatusCode status)
    {
        foreach (var accept in new[] { "*/*", "text/html", "application/json" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));

            await (await stage.As("alice").SendAsync(request)).ShouldBeProblemAsync(status);
        }
    }

    [Fact]
    public async Task The_demo_is_not_there_in_Production() =>
        await (await stage.As("alice").GetAsync("/demo/session?user=a&room=b")).ShouldBeProblemAsync(HttpStatusCode.NotFound);

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task A_failure_of_our_own_is_a_500_that_tells_nothing(string environment)
    {
        await using var host = await ParleyHost.StartAsync(
            configure: b => b.Services.AddSingleton<IStore>(new FaultyStore(new InvalidOperationException("secret of the house"))), environment: environment);
        using var alice = host.HttpAs("alice");

        var problem = await (await alice.GetAsync("/api/profile")).ShouldBeProblemAsync(HttpStatusCode.InternalServerError);

        problem.GetRawText().ShouldNotContain("secret of the house");
        problem.GetRawText().ShouldNotContain("   at ");
    }

    [Fact]
    public async Task A_database_that_is_away_is_503_with_a_time_to_try_again()
    {
        await using var host = await ParleyHost.StartAsync(
            configure: b => b.Services.AddSingleton<IStore>(new FaultyStore(new StoreUnavailableException("disk on fire at /secret/path"))));
        using var alice = host.HttpAs("alice");

        var response = await alice.GetAsync("/api/profile");

        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        (await response.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "database")).GetRawText().ShouldNotContain("/secret/path");
    }

    private Task<HttpResponseMessage> PostAsync(string body) => stage.As("alice").PostAsync("/api/chat", Answers.Json(body));
}

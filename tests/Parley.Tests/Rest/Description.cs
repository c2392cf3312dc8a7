using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Tests.Rest;

public sealed partial class Description : IAsyncLifetime
{
    private ParleyHost host = null!;
    private JsonElement document;

    public async ValueTask InitializeAsync()
    {
        host = await ParleyHost.StartAsync();
        document = await (await host.Http.GetAsync("/openapi/v1.json")).ShouldBeAsync(HttpStatusCode.OK);
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public void Every_rest_endpoint_is_described()
    {
        var mapped = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal) && e.Metadata.GetMetadata<IHttpMethodMetadata>() is not null)
            .Where(e => !e.RoutePattern.RawText!.Contains("realtime/{chatId"))
            .SelectMany(e => e.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {Plain(e.RoutePattern.RawText!)}"));

        Operations().Select(o => o.Name).Where(n => n.Contains(" /api/")).Order().ShouldBe(mapped.Order());
    }

    [Fact]
    public void The_page_lists_the_same_endpoints()
    {
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "rest.md"));

        Row().Matches(page).Select(m => m.Groups[1].Value).Order()
            .ShouldBe(Operations().Select(o => o.Name).Where(n => n.Contains(" /api/")).Order());
    }

    [Fact]
    public void Every_operation_says_what_it_does_and_what_it_answers()
    {
        foreach (var (name, operation) in Operations())
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(name);
            operation.GetProperty("responses").EnumerateObject().ShouldContain(r => r.Name.StartsWith('2'), name);
        }
    }

    [Fact]
    public void Every_api_operation_of_users_needs_a_token_and_answers_401_as_a_problem()
    {
        foreach (var (name, operation) in Operations().Where(o => o.Name.Contains(" /api/") && !IsOfGuests(o.Name)))
        {
            Security(operation).ShouldBe(["bearer", "apiKey"], name);
            Answers(operation, 401).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Operations_of_guests_say_which_of_them_need_a_guests_token_and_all_have_a_rate()
    {
        var needing = Operations().Where(o => IsOfGuests(o.Name) && Security(o.Operation).Any()).ToArray();

        needing.Select(o => o.Name).ShouldBe(["GET /api/guest/me", "GET /api/guest/ice-servers", "POST /api/guest/location"], ignoreOrder: true);
        foreach (var (name, operation) in needing)
        {
            Security(operation).ShouldBe(["guest"], name);
            Answers(operation, 401).ShouldBeTrue(name);
        }

        Operations().Where(o => IsOfGuests(o.Name)).ShouldAllBe(o => Answers(o.Operation, 429));
    }

    [Fact]
    public void Schemas_tell_types_needs_and_meanings()
    {
        var schemas = document.GetProperty("components").GetProperty("schemas");

        var create = schemas.GetProperty("CreateRoomRequest");
        create.GetProperty("required").EnumerateArray().Select(r => r.GetString()).ShouldBe(["name"]);
        create.GetProperty("properties").GetProperty("name").GetProperty("type").GetString().ShouldBe("string");
        create.GetProperty("properties").GetProperty("id").GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
        schemas.GetProperty("MemberBody").GetProperty("properties").GetProperty("role").GetProperty("type").GetString().ShouldBe("integer");
        document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("bearerFormat").GetString().ShouldBe("JWT");
    }

    private IEnumerable<(string Name, JsonElement Operation)> Operations() =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    private static bool IsOfGuests(string name) => name.Contains(" /api/guest") || name.Contains(" /api/stats");

    private static IEnumerable<string> Security(JsonElement operation) =>
        operation.TryGetProperty("security", out var security)
            ? security.EnumerateArray().SelectMany(s => s.EnumerateObject()).Select(s => s.Name)
            : [];

    /// <summary>Whether it may answer this, as a problem.</summary>
    private static bool Answers(JsonElement operation, int status) =>
        operation.GetProperty("responses").TryGetProperty($"{status}", out var response)
        && response.GetProperty("content").TryGetProperty("application/problem+json", out _);

    [GeneratedRegex(@"^\| `([A-Z]+ /api/[^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    private static string Plain(string route) => route.Replace(":guid", "", StringComparison.Ordinal).TrimEnd('/');
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Tests.Authentication;
using Parley.Tests.Storage;

namespace Parley.Tests.Rest;

/// <summary>What guests are told when the server can't do what they ask.</summary>
public sealed class GuestFailures
{
    [Fact]
    public async Task Without_a_key_of_its_own_the_server_starts_takes_no_guests_and_says_why()
    {
        var folder = Directory.CreateTempSubdirectory("parley-jwks-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "keys.json"), TokenForge.JwkSet(TokenForge.Jwk(TestKeys.P256, "p256")));
            await using var host = await ParleyHost.StartAsync(
                new() { ["Parley:Auth:SymmetricKey"] = null, ["Parley:Auth:Jwks"] = "keys.json" }, environment: "Production", folder: folder);
            var user = TokenForge.Asymmetric("ES256", TestKeys.P256, """{"sub":"alice","exp":9999999999}""", "p256");

            await (await host.Http.PostAsync("/api/guest", Answers.Json("{}")))
                .ShouldBeGuestProblemAsync(HttpStatusCode.NotImplemented, "Parley:Auth:SymmetricKey");
            await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/me", user))
                .ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Only guest sessions are supported");
            await (await host.Http.SendAsync(HttpMethod.Get, "/api/profile", user)).ShouldBeAsync(HttpStatusCode.OK);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_database_that_is_away_is_503_for_both_kinds_of_readers()
    {
        await using var host = await ParleyHost.StartAsync(
            configure: b => b.Services.AddSingleton<IStore>(new FaultyStore(new StoreUnavailableException("disk on fire at /secret/path"))));

        foreach (var response in new[] { await host.Http.PostAsync("/api/guest", Answers.Json("{}")), await host.Http.GetAsync($"/api/guest/{Guid.NewGuid()}") })
        {
            (await response.ShouldBeGuestProblemAsync(HttpStatusCode.ServiceUnavailable, "database")).GetRawText().ShouldNotContain("/secret/path");
            response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task Errors_of_users_REST_stay_plain_problems()
    {
        await using var host = await ParleyHost.StartAsync();

        var problem = await (await host.Http.GetAsync("/api/profile")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);

        problem.TryGetProperty("success", out _).ShouldBeFalse();
        problem.TryGetProperty("message", out _).ShouldBeFalse();
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Parley.Tests.Rest;

public sealed class IceServers
{
    private static readonly Dictionary<string, string?> Turn = new()
    {
        ["Parley:Turn:Urls"] = "stun:a.example,turn:a.example:3478?transport=udp,turns:a.example:5349",
        ["Parley:Turn:SharedSecret"] = "north",
        ["Parley:Turn:Lifetime"] = "1h",
    };

    [Fact]
    public async Task Credentials_are_for_relays_and_as_a_TURN_server_checks_them()
    {
        var time = new ManualTimeProvider(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        await using var host = await ParleyHost.StartAsync(Turn, b => b.Services.AddSingleton<TimeProvider>(time));
        using var alice = host.HttpAs("alice");

        var response = await alice.GetAsync("/api/ice-servers");

        var servers = (await response.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("iceServers");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        servers[0].GetRawText().ShouldBe("""{"urls":["stun:a.example"]}""");
        servers[1].GetProperty("urls").GetArrayLength().ShouldBe(2);
        servers[1].GetProperty("username").GetString().ShouldBe("1700003600:alice");
        servers[1].GetProperty("credential").GetString().ShouldBe("wjwSXO2ch1B6VaLTLMy2Avn5O9o=");
    }

    [Fact]
    public async Task Without_servers_the_list_is_empty_and_without_a_token_it_is_401()
    {
        await using var host = await ParleyHost.StartAsync();
        using var alice = host.HttpAs("alice");

        (await (await alice.GetAsync("/api/ice-servers")).ShouldBeAsync(HttpStatusCode.OK)).GetRawText().ShouldBe("""{"iceServers":[]}""");
        await (await host.Http.GetAsync("/api/ice-servers")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Guests_have_an_endpoint_of_their_own_with_credentials_of_their_own()
    {
        await using var host = await ParleyHost.StartAsync(Turn);
        var guest = await host.Http.BeginGuestAsync();

        var response = await host.Http.SendAsync(HttpMethod.Get, "/api/guest/ice-servers", guest.GetProperty("token").GetString());

        var servers = (await response.ShouldBeAsync(HttpStatusCode.OK)).GetProperty("data").GetProperty("iceServers");
        response.Headers.CacheControl!.NoStore.ShouldBeTrue();
        servers[0].GetRawText().ShouldBe("""{"urls":["stun:a.example"]}""");
        servers[1].GetProperty("username").GetString()!.ShouldEndWith($":{guest.GetProperty("user").GetProperty("id").GetString()}");
        servers[1].GetProperty("credential").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Users_and_strangers_get_none_of_guests()
    {
        await using var host = await ParleyHost.StartAsync(Turn);

        await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/ice-servers", host.Token("alice")))
            .ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Only guest sessions are supported");
        await (await host.Http.SendAsync(HttpMethod.Get, "/api/guest/ice-servers", null))
            .ShouldBeGuestProblemAsync(HttpStatusCode.Unauthorized, "Authentication token required");
    }
}

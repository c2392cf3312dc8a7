using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.World;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

/// <summary>What lets somebody onto the SFU, and nowhere else.</summary>
public sealed class SfuTokens
{
    private static readonly SfuTicket Ticket = new("alice", "Alice", "acme", "the office", "meet/1");

    [Fact]
    public async Task They_name_user_zone_and_room_and_are_good_for_a_minute()
    {
        await using var host = await ParleyHost.StartAsync();

        var token = host.Services.GetRequiredService<TokenIssuer>().IssueSfu(Ticket, TimeSpan.FromMinutes(1));

        var claims = JsonElement.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        claims.GetProperty("sub").GetString().ShouldBe("alice");
        claims.GetProperty("name").GetString().ShouldBe("Alice");
        claims.GetProperty("workspace_id").GetString().ShouldBe("acme");
        claims.GetProperty("world").GetString().ShouldBe("the office");
        claims.GetProperty("zone").GetString().ShouldBe("meet/1");
        claims.GetProperty("room").GetString().ShouldBe("the%20office/meet%2F1", "no two of world and zone give one room");
        claims.GetProperty("use").GetString().ShouldBe("sfu");
        (claims.GetProperty("exp").GetInt64() - claims.GetProperty("iat").GetInt64()).ShouldBe(60);
    }

    [Fact]
    public async Task They_open_nothing_else()
    {
        await using var host = await ParleyHost.StartAsync();
        var token = host.Services.GetRequiredService<TokenIssuer>().IssueSfu(Ticket, TimeSpan.FromMinutes(1));
        var verifier = host.Services.GetRequiredService<TokenVerifier>();

        verifier.Verify(token).Failure.ShouldBe(TokenFailure.WrongAudience);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/profile") { Headers = { Authorization = new("Bearer", token) } };
        (await host.Http.SendAsync(request)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Who_serves_the_SFU_takes_them_beside_all_others_and_for_the_room_of_their_zone()
    {
        await using var host = await ParleyHost.StartAsync();
        var verifier = host.Services.GetRequiredService<TokenVerifier>();
        var token = host.Services.GetRequiredService<TokenIssuer>().IssueSfu(Ticket, TimeSpan.FromMinutes(1));

        var verified = verifier.VerifyFor(TokenIssuer.SfuUse, token, out _).Token!;
        verified.Subject.ShouldBe("alice");
        LiveClaims.ScopeOf(verified).RoomOf("meet/1")!.Value.Key.ShouldBe("zone/the%20office/meet%2F1");
        LiveClaims.ScopeOf(verified).RoomOf("meet/2").ShouldBeNull();
        LiveClaims.IdentityOf(verified).ExpiresAt.ShouldBeNull("who is in stays for as long as in the zone");

        var ordinary = verifier.VerifyFor(TokenIssuer.SfuUse, host.Token("bob"), out _).Token!;
        LiveClaims.ScopeOf(ordinary).RoomOf("meet/1")!.Value.Key.ShouldBe("room/meet/1");
        LiveClaims.IdentityOf(ordinary).ExpiresAt.ShouldNotBeNull();
        verifier.VerifyFor("recording", token, out _).Failure.ShouldBe(TokenFailure.WrongAudience);
    }
}

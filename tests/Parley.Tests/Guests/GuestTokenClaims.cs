using Parley.Server.Authentication;

namespace Parley.Tests.Guests;

public sealed class GuestTokenClaims
{
    [Theory]
    [InlineData(null, null, "parley", "parley")]
    [InlineData("https://idp.example", "calls", "https://idp.example", "calls")]
    public async Task A_guests_token_says_who_it_is_from_when_until_when_and_for_whom(string? issuer, string? audience, string iss, string aud)
    {
        await using var bench = await GateBench.OpenAsync(issuer: issuer, audience: audience);
        var (guest, token) = await bench.NewGuestAsync();

        var claims = GateBench.ClaimsOf(token);

        claims.EnumerateObject().Select(c => c.Name).Order()
            .ShouldBe(["aud", "exp", "iat", "isGuest", "iss", "sessionId", "userId", "username"]);
        claims.GetProperty("sessionId").GetGuid().ShouldBe(guest.SessionId);
        claims.GetProperty("isGuest").GetBoolean().ShouldBeTrue();
        claims.GetProperty("userId").GetString().ShouldBe(guest.UserId);
        claims.GetProperty("username").GetString().ShouldBe("Brave_Otter");
        claims.GetProperty("iss").GetString().ShouldBe(iss);
        claims.GetProperty("aud").GetString().ShouldBe(aud);
        claims.GetProperty("iat").GetInt64().ShouldBe(guest.CreatedAt.ToUnixTimeSeconds());
        claims.GetProperty("exp").GetInt64().ShouldBe(guest.CreatedAt.AddHours(24).ToUnixTimeSeconds());
        (await bench.AdmitAsync(token)).Refusal.ShouldBe("");
    }

    [Fact]
    public async Task It_is_signed_with_HS256_and_no_users_token()
    {
        await using var bench = await GateBench.OpenAsync();
        var (_, token) = await bench.NewGuestAsync();

        TokenShape.Read(token, out _).ShouldNotBeNull().Algorithm.ShouldBe("HS256");
        bench.Verifier.Verify(token).Failure.ShouldBe(TokenFailure.NoSubject);
    }
}

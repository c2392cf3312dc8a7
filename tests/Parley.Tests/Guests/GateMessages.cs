using Parley.Core.Storage;
using Parley.Protocols.GuestCall;
using Parley.Tests.Authentication;
using Parley.Tests.Storage;

namespace Parley.Tests.Guests;

/// <summary>The door's messages, word for word: clients compare with them.</summary>
public sealed class GateMessages
{
    [Fact]
    public async Task A_guest_with_its_token_gets_in_as_its_row_says()
    {
        await using var bench = await GateBench.OpenAsync();
        var (guest, token) = await bench.NewGuestAsync();

        var (admitted, refusal) = await bench.AdmitAsync(token);

        refusal.ShouldBe("");
        admitted.ShouldBe(new Guest(guest.UserId, "Brave_Otter", guest.SessionId, "Rome", "f", "it"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task No_token_is_Authentication_token_required(string? token)
    {
        await using var bench = await GateBench.OpenAsync();

        (await bench.RefusalAsync(token)).ShouldBe("Authentication token required");
    }

    [Fact]
    public async Task A_users_token_is_Only_guest_sessions_are_supported()
    {
        await using var bench = await GateBench.OpenAsync();

        (await bench.RefusalAsync(Signed("""{"sub":"alice","exp":9999999999}"""))).ShouldBe("Only guest sessions are supported");
    }

    [Fact]
    public async Task A_users_token_of_an_identity_provider_is_Only_guest_sessions_are_supported()
    {
        var jwks = new FixedJwks(TokenForge.JwkSet(TokenForge.Jwk(TestKeys.P256, "p256")));
        await using var bench = await GateBench.OpenAsync(jwks: jwks, secret: null);

        (await bench.RefusalAsync(TokenForge.Asymmetric("ES256", TestKeys.P256, """{"sub":"alice","exp":9999999999}""", "p256")))
            .ShouldBe("Only guest sessions are supported");
    }

    [Fact]
    public async Task A_session_that_an_identity_provider_names_is_Only_guest_sessions_are_supported()
    {
        var jwks = new FixedJwks(TokenForge.JwkSet(TokenForge.Jwk(TestKeys.P256, "p256")));
        await using var bench = await GateBench.OpenAsync(jwks: jwks);
        var (guest, _) = await bench.NewGuestAsync();

        (await bench.RefusalAsync(TokenForge.Asymmetric("ES256", TestKeys.P256, bench.Payload(guest.SessionId), "p256")))
            .ShouldBe("Only guest sessions are supported");
    }

    [Theory]
    [InlineData("""{"sessionId":"SESSION","exp":9999999999}""")]
    [InlineData("""{"sessionId":"SESSION","isGuest":false,"exp":9999999999}""")]
    [InlineData("""{"sessionId":"SESSION","isGuest":"true","exp":9999999999}""")]
    [InlineData("""{"sessionId":"SESSION","isGuest":1,"exp":9999999999}""")]
    [InlineData("""{"sessionId":"{SESSION}","isGuest":true,"exp":9999999999}""")]
    [InlineData("""{"sessionId":["SESSION"],"isGuest":true,"exp":9999999999}""")]
    [InlineData("""{"isGuest":true,"exp":9999999999}""")]
    [InlineData("""{"sessionId":"SESSION","isGuest":true,"exp":9999999999,"sub":"alice"}""")]
    [InlineData("""{"sessionId":"SESSION","isGuest":true,"exp":9999999999,"sub":""}""")]
    public async Task A_token_that_is_not_wholly_a_guests_is_Only_guest_sessions_are_supported(string payload)
    {
        await using var bench = await GateBench.OpenAsync();
        var (guest, _) = await bench.NewGuestAsync();

        (await bench.RefusalAsync(Signed(payload.Replace("SESSION", $"{guest.SessionId}", StringComparison.Ordinal))))
            .ShouldBe("Only guest sessions are supported");
    }

    [Fact]
    public async Task A_session_that_never_was_is_Guest_session_not_found_or_expired()
    {
        await using var bench = await GateBench.OpenAsync();

        (await bench.RefusalAsync(Signed(bench.Payload(Guid.NewGuid())))).ShouldBe("Guest session not found or expired");
    }

    [Fact]
    public async Task An_ended_session_is_Guest_session_not_found_or_expired()
    {
        await using var bench = await GateBench.OpenAsync();
        var (guest, token) = await bench.NewGuestAsync();
        await bench.Store.RemoveGuestAsync(guest.SessionId, default);

        (await bench.RefusalAsync(token)).ShouldBe("Guest session not found or expired");
    }

    [Fact]
    public async Task A_session_unused_for_two_hours_is_Guest_session_not_found_or_expired()
    {
        await using var bench = await GateBench.OpenAsync();
        var (_, token) = await bench.NewGuestAsync();

        bench.Time.Advance(TimeSpan.FromHours(2));

        (await bench.RefusalAsync(token)).ShouldBe("Guest session not found or expired");
    }

    [Fact]
    public async Task A_token_whose_time_is_over_is_Token_has_expired_whether_or_not_the_session_lives()
    {
        await using var bench = await GateBench.OpenAsync();
        var (guest, _) = await bench.NewGuestAsync();
        bench.Time.Advance(TimeSpan.FromMinutes(1));
        var exp = bench.Time.GetUtcNow().ToUnixTimeSeconds() - 30;

        (await bench.RefusalAsync(Signed($$"""{"sessionId":"{{guest.SessionId}}","isGuest":true,"exp":{{exp}}}"""))).ShouldBe("Token has expired");
        (await bench.RefusalAsync(Signed($$"""{"sessionId":"{{Guid.NewGuid()}}","isGuest":true,"exp":{{exp}}}"""))).ShouldBe("Token has expired");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("a.b.c")]
    [InlineData("a.b.c.d.e")]
    [InlineData("\0")]
    public async Task What_is_no_token_is_Invalid_token(string token)
    {
        await using var bench = await GateBench.OpenAsync();

        (await bench.RefusalAsync(token)).ShouldBe("Invalid token");
    }

    [Fact]
    public async Task A_forged_token_is_Invalid_token()
    {
        await using var bench = await GateBench.OpenAsync();
        var (guest, token) = await bench.NewGuestAsync();
        var payload = bench.Payload(guest.SessionId);

        (await bench.RefusalAsync(TokenForge.Hs256("""{"alg":"HS256"}""", payload, "another-secret-0123456789-0123456789"))).ShouldBe("Invalid token");
        (await bench.RefusalAsync(TokenForge.Hs256("""{"alg":"none"}""", payload))).ShouldBe("Invalid token");
        (await bench.RefusalAsync(token[..^2])).ShouldBe("Invalid token");
    }

    [Fact]
    public async Task A_token_of_the_right_key_but_another_algorithm_is_no_guests()
    {
        await using var bench = await GateBench.OpenAsync();
        var (guest, _) = await bench.NewGuestAsync();
        var token = TokenForge.Sign("""{"alg":"HS512"}""", bench.Payload(guest.SessionId), signed =>
            System.Security.Cryptography.HMACSHA512.HashData(System.Text.Encoding.UTF8.GetBytes(TokenForge.Secret), signed));

        (await bench.RefusalAsync(token)).ShouldBe("Only guest sessions are supported");
    }

    [Theory]
    [InlineData("", "\"aud\":\"parley\"")]
    [InlineData("\"iss\":\"https://idp.example\"", "\"aud\":\"other\"")]
    [InlineData("\"iss\":\"https://evil.example\"", "\"aud\":\"parley\"")]
    [InlineData("\"iss\":\"https://idp.example\",\"nbf\":9999999999", "\"aud\":\"parley\"")]
    public async Task A_guests_token_for_somewhere_else_or_later_is_Invalid_token(string first, string second)
    {
        await using var bench = await GateBench.OpenAsync(issuer: "https://idp.example", audience: "parley");
        var (guest, _) = await bench.NewGuestAsync();
        var claims = string.Concat(new[] { first, second }.Where(c => c.Length > 0).Select(c => $",{c}"));

        (await bench.RefusalAsync(Signed(bench.Payload(guest.SessionId, claims)))).ShouldBe("Invalid token");
    }

    [Fact]
    public async Task Without_a_key_of_the_servers_own_a_guests_token_is_Invalid_token()
    {
        await using var signing = await GateBench.OpenAsync();
        await using var bench = await GateBench.OpenAsync(jwks: new FixedJwks(TokenForge.JwkSet()), secret: null);
        var (_, token) = await signing.NewGuestAsync();

        (await bench.RefusalAsync(token)).ShouldBe("Invalid token");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_store_that_fails_is_Token_verification_failed(bool expected)
    {
        Exception failure = expected ? new StoreUnavailableException("disk on fire") : new InvalidOperationException("a fault of ours");
        await using var bench = await GateBench.OpenAsync(faulty: new FaultyStore(failure));

        (await bench.RefusalAsync(Signed(bench.Payload(Guid.NewGuid())))).ShouldBe("Token verification failed");
    }

    [Fact]
    public async Task More_than_a_hundred_a_minute_from_one_address_is_Rate_limit_exceeded()
    {
        await using var bench = await GateBench.OpenAsync();
        var (_, token) = await bench.NewGuestAsync();
        for (var i = 0; i < 99; i++) (await bench.RefusalAsync("x")).ShouldBe("Invalid token");
        (await bench.AdmitAsync(token)).Refusal.ShouldBe("", "the hundredth");

        (await bench.RefusalAsync(token)).ShouldBe("Rate limit exceeded");
        (await bench.AdmitAsync(token, "192.0.2.2")).Refusal.ShouldBe("", "another address");

        bench.Time.Advance(TimeSpan.FromMinutes(1));
        (await bench.AdmitAsync(token)).Refusal.ShouldBe("", "another minute");
    }

    [Fact]
    public async Task A_client_that_does_not_wait_for_the_door_is_no_failure()
    {
        await using var bench = await GateBench.OpenAsync(faulty: FaultyStore.Silent());
        using var gone = new CancellationTokenSource();

        var admitting = bench.Gate.AdmitAsync(Signed(bench.Payload(Guid.NewGuid())), null, gone.Token).AsTask();
        await gone.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => admitting);
    }

    private static string Signed(string payload) => TokenForge.Hs256(payload);
}

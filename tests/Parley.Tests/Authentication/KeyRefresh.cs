using System.Security.Cryptography;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class KeyRefresh : IAsyncDisposable
{
    private readonly RSA first = TestKeys.Rsa;
    private readonly RSA second = TestKeys.OtherRsa;
    private readonly FixedJwks source;
    private readonly VerifierBench bench;

    public KeyRefresh()
    {
        source = new FixedJwks(TokenForge.JwkSet(TokenForge.Jwk(first, "first")));
        bench = new VerifierBench(source);
    }

    private string NewToken => TokenForge.Asymmetric("RS256", second, bench.Payload(), "second");

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public async Task An_unknown_key_is_fetched_for_the_token_that_names_it()
    {
        await bench.Keys.RefreshAsync();
        Rotate();
        bench.Time.Advance(TimeSpan.FromSeconds(30));

        (await bench.Verifier.VerifyAsync(NewToken, default)).Token.ShouldNotBeNull();
        source.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task The_synchronous_way_refuses_and_knows_the_key_a_little_later()
    {
        await bench.Keys.RefreshAsync();
        Rotate();
        bench.Time.Advance(TimeSpan.FromSeconds(30));

        bench.ShouldRefuse(NewToken, TokenFailure.BadSignature);
        await Eventually.Is(() => bench.Verifier.Verify(NewToken).Token is not null);
        bench.ShouldTake(NewToken);
        source.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task Tokens_with_unknown_keys_cause_one_fetch_in_30_seconds()
    {
        await bench.Keys.RefreshAsync();
        bench.Time.Advance(TimeSpan.FromSeconds(30));
        for (var i = 0; i < 100; i++)
            (await bench.Verifier.VerifyAsync(TokenForge.Asymmetric("RS256", second, bench.Payload(), $"made up {i}"), default)).Token.ShouldBeNull();

        source.Reads.ShouldBe(2);
        bench.Time.Advance(TimeSpan.FromSeconds(29));
        await bench.Verifier.VerifyAsync(NewToken, default);
        source.Reads.ShouldBe(2);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        await bench.Verifier.VerifyAsync(NewToken, default);
        source.Reads.ShouldBe(3);
    }

    [Fact]
    public async Task Tokens_that_name_a_known_key_or_the_secret_cause_none()
    {
        await bench.Keys.RefreshAsync();
        bench.Time.Advance(TimeSpan.FromHours(1));

        await bench.Verifier.VerifyAsync(TokenForge.Asymmetric("RS256", second, bench.Payload(), "first"), default);
        await bench.Verifier.VerifyAsync(TokenForge.Hs256("""{"alg":"HS256","kid":"x"}""", bench.Payload(), "wrong-secret-0123456789-0123456789"), default);

        source.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task When_a_refresh_fails_the_old_keys_stay()
    {
        await bench.Keys.RefreshAsync();

        source.Fails = true;
        (await bench.Keys.RefreshAsync()).ShouldBeFalse();
        source.Fails = false;
        source.Json = "<html>maintenance</html>";
        (await bench.Keys.RefreshAsync()).ShouldBeFalse();

        bench.ShouldTake(TokenForge.Asymmetric("RS256", first, bench.Payload(), "first"));
    }

    [Fact]
    public async Task A_key_that_was_withdrawn_is_no_longer_trusted()
    {
        await bench.Keys.RefreshAsync();
        Rotate();
        await bench.Keys.RefreshAsync();

        bench.ShouldRefuse(TokenForge.Asymmetric("RS256", first, bench.Payload(), "first"), TokenFailure.BadSignature);
    }

    [Fact]
    public async Task The_server_refreshes_by_its_period_and_sooner_after_a_failure()
    {
        using var refresh = new JwksRefresh(bench.Keys, bench.Time);
        await refresh.StartAsync(default);
        source.Reads.ShouldBe(1);
        source.Fails = true;
        await AdvanceAsync(TimeSpan.FromMinutes(9));
        source.Reads.ShouldBe(1);

        await AdvanceAsync(TimeSpan.FromMinutes(1));
        await Eventually.Is(() => source.Reads == 2);
        source.Fails = false;
        await AdvanceAsync(TimeSpan.FromSeconds(29));
        source.Reads.ShouldBe(2);
        await AdvanceAsync(TimeSpan.FromSeconds(1));
        await Eventually.Is(() => source.Reads == 3);
        await refresh.StopAsync(default);
    }

    private void Rotate() => source.Json = TokenForge.JwkSet(TokenForge.Jwk(second, "second"));

    /// <summary>Time moves only when the refresh, which runs beside the test, has come to its pause.</summary>
    private async Task AdvanceAsync(TimeSpan by)
    {
        await Eventually.Is(() => bench.Time.Waiting == 1);
        bench.Time.Advance(by);
    }
}

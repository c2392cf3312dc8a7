using System.Security.Cryptography;
using System.Text;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class GoodTokens : IAsyncDisposable
{
    private readonly VerifierBench bench = new();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Fact]
    public void A_token_says_who_and_how_long_and_whatever_else()
    {
        var token = bench.Verifier.Verify(TokenForge.Hs256(bench.Payload(""","name":"Älice","tier":"gold","n":[1]"""))).Token.ShouldNotBeNull();

        token.Subject.ShouldBe("alice");
        token.Name.ShouldBe("Älice");
        token.ExpiresAt.ShouldBe(bench.Time.GetUtcNow().AddSeconds(60));
        token.Claims.GetProperty("tier").GetString().ShouldBe("gold");
        token.Claims.GetProperty("n")[0].GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public void Every_HS_algorithm_is_taken(string algorithm)
    {
        var secret = Encoding.UTF8.GetBytes(TokenForge.Secret);
        bench.ShouldTake(TokenForge.Sign($$"""{"alg":"{{algorithm}}"}""", bench.Payload(), signed => algorithm switch
        {
            "HS256" => HMACSHA256.HashData(secret, signed),
            "HS384" => HMACSHA384.HashData(secret, signed),
            _ => HMACSHA512.HashData(secret, signed),
        }));
    }

    [Fact]
    public void What_the_issuer_signs_the_verifier_takes()
    {
        var issuer = new TokenIssuer(bench.Options, bench.Time);

        var token = bench.Verifier.Verify(issuer.Issue("alice", "Alice", TimeSpan.FromHours(1), [new("tier", "gold")])).Token.ShouldNotBeNull();

        token.Name.ShouldBe("Alice");
        token.ExpiresAt.ShouldBe(bench.Time.GetUtcNow().AddHours(1));
        token.Claims.GetProperty("tier").GetString().ShouldBe("gold");
    }

    [Fact]
    public async Task An_issuer_puts_in_what_its_verifier_asks_for()
    {
        await using var strict = new VerifierBench(issuer: "https://idp.example", audience: "parley");

        strict.ShouldTake(new TokenIssuer(strict.Options, strict.Time).Issue("alice", null, TimeSpan.FromHours(1)));
    }

    [Fact]
    public void An_issuer_without_a_key_says_so()
    {
        var issuer = new TokenIssuer(new(), bench.Time);

        issuer.CanIssue.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => issuer.Issue("alice", null, TimeSpan.FromHours(1)))
            .Message.ShouldContain("Parley:Auth:SymmetricKey");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("auth0|5f7c8ec7c33c6c004bbafe82")]
    [InlineData("日本語 😀")]
    [InlineData("../../etc/passwd")]
    public void A_subject_may_be_any_line_of_text(string subject) =>
        bench.Verifier.Verify(new TokenIssuer(bench.Options, bench.Time).Issue(subject, null, TimeSpan.FromHours(1)))
            .Token.ShouldNotBeNull().Subject.ShouldBe(subject);

    [Fact]
    public void A_name_that_is_not_fit_to_be_shown_is_left_out() =>
        bench.Verifier.Verify(TokenForge.Hs256(bench.Payload(""","name":"a\u001b[31mb" """))).Token.ShouldNotBeNull().Name.ShouldBeNull();

    [Fact]
    public async Task Many_threads_verify_at_once()
    {
        var good = TokenForge.Hs256(bench.Payload());
        var bad = TokenForge.Hs256("""{"alg":"HS256"}""", bench.Payload(), "another-secret-0123456789-0123456789");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                bench.Verifier.Verify(good).Token.ShouldNotBeNull();
                bench.Verifier.Verify(bad).Failure.ShouldBe(TokenFailure.BadSignature);
            }
        })));
    }
}

using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class TokenClaims : IAsyncDisposable
{
    private readonly VerifierBench bench = new(issuer: "https://idp.example", audience: "parley");

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(-29)]
    public void Expired_within_the_skew_is_taken(int seconds) => bench.ShouldTake(Token($"\"exp\":{bench.Seconds(seconds)}"));

    [Theory]
    [InlineData(-30)]
    [InlineData(-3600)]
    public void Expired_beyond_the_skew_is_refused(int seconds) =>
        bench.ShouldRefuse(Token($"\"exp\":{bench.Seconds(seconds)}"), TokenFailure.Expired);

    [Fact]
    public void A_token_runs_out_while_the_clock_moves()
    {
        var token = Token($"\"exp\":{bench.Seconds(60)}");
        bench.ShouldTake(token);

        bench.Time.Advance(TimeSpan.FromSeconds(89));
        bench.ShouldTake(token);
        bench.Time.Advance(TimeSpan.FromSeconds(1));
        bench.ShouldRefuse(token, TokenFailure.Expired);
    }

    [Fact]
    public void Fractions_of_seconds_are_seconds() => bench.ShouldTake(Token($"\"exp\":{bench.Seconds(0)}.5"));

    [Theory]
    [InlineData("\"nbf\":0")]
    [InlineData("\"exp\":null")]
    [InlineData("\"exp\":\"9999999999\"")]
    [InlineData("\"exp\":true")]
    [InlineData("\"exp\":[9999999999]")]
    [InlineData("\"exp\":-1")]
    [InlineData("\"exp\":1e300")]
    [InlineData("\"exp\":99999999999999999999")]
    [InlineData("\"exp\":9999999999,\"nbf\":\"0\"")]
    [InlineData("\"exp\":9999999999,\"nbf\":null")]
    public void Times_that_are_missing_or_no_times_are_malformed(string claims) =>
        bench.ShouldRefuse(Token(claims), TokenFailure.Malformed);

    [Fact]
    public void Not_before_is_respected_with_the_skew()
    {
        bench.ShouldTake(Token($"\"exp\":9999999999,\"nbf\":{bench.Seconds(30)}"));
        bench.ShouldRefuse(Token($"\"exp\":9999999999,\"nbf\":{bench.Seconds(31)}"), TokenFailure.NotYetValid);
    }

    [Theory]
    [InlineData("""{"sub":"alice","exp":9999999999,"aud":"parley"}""")]
    [InlineData("""{"sub":"alice","exp":9999999999,"aud":"parley","iss":"https://idp.example/"}""")]
    [InlineData("""{"sub":"alice","exp":9999999999,"aud":"parley","iss":"HTTPS://idp.example"}""")]
    [InlineData("""{"sub":"alice","exp":9999999999,"aud":"parley","iss":["https://idp.example"]}""")]
    public void The_issuer_has_to_be_the_very_one(string payload) => bench.ShouldRefuse(TokenForge.Hs256(payload), TokenFailure.WrongIssuer);

    [Theory]
    [InlineData("")]
    [InlineData(",\"aud\":\"parley2\"")]
    [InlineData(",\"aud\":\"Parley\"")]
    [InlineData(",\"aud\":[]")]
    [InlineData(",\"aud\":[\"other\",[\"parley\"]]")]
    [InlineData(",\"aud\":{\"parley\":1}")]
    public void The_audience_has_to_be_there(string audience) =>
        bench.ShouldRefuse(
            TokenForge.Hs256($$"""{"sub":"alice","exp":9999999999,"iss":"https://idp.example"{{audience}}}"""), TokenFailure.WrongAudience);

    [Fact]
    public void The_audience_may_be_one_of_several() =>
        bench.ShouldTake(TokenForge.Hs256("""{"sub":"alice","exp":9999999999,"iss":"https://idp.example","aud":["other",1,"parley"]}"""));

    [Theory]
    [InlineData("")]
    [InlineData("\"sub\":null,")]
    [InlineData("\"sub\":\"\",")]
    [InlineData("\"sub\":7,")]
    [InlineData("\"sub\":[\"alice\"],")]
    [InlineData("\"sub\":\"a\\nb\",")]
    [InlineData("\"sub\":\"a\\u0000b\",")]
    [InlineData("\"sub\":\"a\\u0085b\",")]
    [InlineData("\"sub\":\"\\ud800\",")]
    public void A_subject_that_can_be_no_user_id_is_refused(string subject) =>
        bench.ShouldRefuse(Token("\"exp\":9999999999", subject), TokenFailure.NoSubject);

    [Fact]
    public void A_subject_has_at_most_256_characters()
    {
        bench.Verifier.Verify(Token("\"exp\":9999999999", $"\"sub\":\"{new string('a', 256)}\",")).Token.ShouldNotBeNull();
        bench.ShouldRefuse(Token("\"exp\":9999999999", $"\"sub\":\"{new string('a', 257)}\","), TokenFailure.NoSubject);
    }

    [Fact]
    public void A_foreign_token_is_a_bad_signature_before_anything_else_is_said_of_it() =>
        bench.ShouldRefuse(
            TokenForge.Hs256("""{"alg":"HS256"}""", """{"exp":1}""", "another-secret-0123456789-0123456789"), TokenFailure.BadSignature);

    private static string Token(string claims, string subject = "\"sub\":\"alice\",") =>
        TokenForge.Hs256($$"""{{{subject}}"iss":"https://idp.example","aud":"parley",{{claims}}}""");
}

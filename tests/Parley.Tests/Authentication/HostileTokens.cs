using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class HostileTokens : IAsyncDisposable
{
    private const string PlainHeader = """{"alg":"HS256"}""";

    private readonly RSA rsa = TestKeys.Rsa;
    private readonly VerifierBench bench;

    public HostileTokens() => bench = new VerifierBench(new FixedJwks(TokenForge.JwkSet(TokenForge.Jwk(rsa, "k1"))));

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void None_is_missing(string? token) => bench.Verifier.Verify(token).Failure.ShouldBe(TokenFailure.Missing);

    [Theory]
    [InlineData("x")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("...")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30")]
    [InlineData(" eyJhbGciOiJIUzI1NiJ9.e30.AAAA")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AAAA\n")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30=.AAAA")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e3+/.AAAA")]
    [InlineData("éyJhbGciOiJIUzI1NiJ9.e30.AAAA")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.AAAA\0")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.e30.A")]
    public void What_is_no_JWT_is_malformed(string token) => bench.ShouldRefuse(token, TokenFailure.Malformed);

    [Fact]
    public void Five_parts_are_an_encrypted_token_and_never_decrypted() =>
        bench.ShouldRefuse($"{TokenForge.Hs256(bench.Payload())}.AAAAAAAAAAAA.AAAAAAAAAAAA", TokenFailure.Malformed);

    [Fact]
    public void A_giant_is_refused_by_its_length()
    {
        bench.ShouldRefuse(TokenForge.Hs256(bench.Payload($",\"x\":\"{new string('x', 20_000)}\"")), TokenFailure.Malformed);
        bench.ShouldRefuse(new string('.', 10_000_000), TokenFailure.Malformed);
        bench.ShouldTake(TokenForge.Hs256(bench.Payload($",\"x\":\"{new string('x', 11_000)}\"")));
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("NONE")]
    [InlineData("")]
    [InlineData("hs256")]
    [InlineData("HS1")]
    [InlineData("ES256K")]
    [InlineData("EdDSA")]
    [InlineData("dir")]
    [InlineData("http://www.w3.org/2001/04/xmldsig-more#hmac-sha256")]
    public void An_algorithm_that_is_not_on_the_list_is_refused(string algorithm)
    {
        var header = $$"""{"alg":"{{algorithm}}"}""";
        bench.ShouldRefuse(TokenForge.Hs256(header, bench.Payload()), TokenFailure.BadSignature);
        bench.ShouldRefuse($"{Encode(header)}.{Encode(bench.Payload())}.AA", TokenFailure.BadSignature);
    }

    [Fact]
    public void None_with_an_empty_signature_is_refused() =>
        bench.ShouldRefuse($"{Encode("""{"alg":"none"}""")}.{Encode(bench.Payload())}.", TokenFailure.Malformed);

    [Fact]
    public async Task A_public_RSA_key_is_no_secret_for_HMAC()
    {
        await bench.Keys.RefreshAsync();
        string[] spellings =
        [
            rsa.ExportSubjectPublicKeyInfoPem(), $"{rsa.ExportSubjectPublicKeyInfoPem()}\n", rsa.ExportRSAPublicKeyPem(),
            Convert.ToBase64String(rsa.ExportSubjectPublicKeyInfo()), Base64Url.EncodeToString(rsa.ExportParameters(false).Modulus),
        ];

        foreach (var secret in spellings)
        {
            bench.ShouldRefuse(TokenForge.Hs256(PlainHeader, bench.Payload(), secret), TokenFailure.BadSignature);
            bench.ShouldRefuse(TokenForge.Hs256("""{"alg":"HS256","kid":"k1"}""", bench.Payload(), secret), TokenFailure.BadSignature);
        }
    }

    [Fact]
    public async Task The_secret_does_not_sign_for_an_RSA_algorithm()
    {
        await bench.Keys.RefreshAsync();

        bench.ShouldRefuse(TokenForge.Hs256("""{"alg":"RS256","kid":"k1"}""", bench.Payload()), TokenFailure.BadSignature);
    }

    [Fact]
    public void A_key_that_the_token_brings_along_counts_for_nothing()
    {
        var own = TestKeys.OtherRsa;
        string Token(string more) => TokenForge.Sign(
            $$"""{"alg":"RS256"{{more}}}""", bench.Payload(), s => own.SignData(s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        bench.ShouldRefuse(Token($",\"jwk\":{TokenForge.Jwk(own)}"), TokenFailure.BadSignature);
        bench.ShouldRefuse(Token(""","jku":"http://127.0.0.1:9/keys" """), TokenFailure.BadSignature);
        bench.ShouldRefuse(Token(""","x5u":"http://127.0.0.1:9/cert" """), TokenFailure.BadSignature);
        bench.ShouldRefuse(Token(""","x5c":["MIIB"]"""), TokenFailure.BadSignature);
    }

    [Theory]
    [InlineData("../../../../dev/null")]
    [InlineData("' OR 1=1 --")]
    [InlineData("k1\\u0000")]
    [InlineData("http://127.0.0.1:9/key")]
    public void A_key_id_is_only_ever_compared(string keyId)
    {
        bench.ShouldRefuse(TokenForge.Asymmetric("RS256", rsa, bench.Payload(), keyId), TokenFailure.BadSignature);
        bench.ShouldRefuse(TokenForge.Hs256($$"""{"alg":"HS256","kid":"{{keyId}}"}""", bench.Payload(), "\0"), TokenFailure.BadSignature);
    }

    [Theory]
    [InlineData("""{"alg":"HS256","crit":["exp"]}""")]
    [InlineData("""{"alg":"HS256","crit":["b64"],"b64":false}""")]
    [InlineData("""{"alg":"HS256","crit":[]}""")]
    [InlineData("""{"alg":"HS256","b64":true}""")]
    [InlineData("""{"alg":"HS256","enc":"A128GCM"}""")]
    [InlineData("""{"alg":"HS256","zip":"DEF"}""")]
    [InlineData("""{"alg":"HS256","cty":"JWT"}""")]
    [InlineData("""{"alg":"HS256","kid":7}""")]
    [InlineData("""{"alg":"HS256","alg":"none"}""")]
    [InlineData("""{"alg":"none","\u0061lg":"HS256"}""")]
    [InlineData("""{"alg":"HS256"}{}""")]
    [InlineData("""["HS256"]""")]
    [InlineData("\"HS256\"")]
    [InlineData("")]
    public void A_header_that_asks_for_more_or_reads_two_ways_is_malformed(string header) =>
        bench.ShouldRefuse(TokenForge.Hs256(header, bench.Payload()), TokenFailure.Malformed);

    [Theory]
    [InlineData("""{"alg":["HS256"]}""")]
    [InlineData("""{"alg":null}""")]
    [InlineData("""{"typ":"JWT"}""")]
    [InlineData("""{"alg":"HS256\ud800"}""")]
    public void An_algorithm_that_is_no_text_is_refused(string header) =>
        bench.ShouldRefuse(TokenForge.Hs256(header, bench.Payload()), TokenFailure.BadSignature);

    [Fact]
    public void A_signed_token_inside_a_signed_token_is_malformed() =>
        bench.ShouldRefuse(TokenForge.Hs256(TokenForge.Hs256(bench.Payload())), TokenFailure.Malformed);

    [Theory]
    [InlineData("""{"sub":"alice","exp":9999999999,"sub":"root"}""")]
    [InlineData("""{"sub":"alice","exp":1,"exp":9999999999}""")]
    [InlineData("""{"sub":"alice","exp":9999999999,"\u0073ub":"root"}""")]
    [InlineData("""{"sub":"alice","exp":9999999999,"a":{"b":1,"b":2}}""")]
    public void A_claim_given_twice_is_malformed(string payload) => bench.ShouldRefuse(TokenForge.Hs256(payload), TokenFailure.Malformed);

    [Fact]
    public void A_payload_that_is_no_valid_UTF8_is_malformed()
    {
        byte[] payload = [.. Encoding.UTF8.GetBytes("{\"exp\":9999999999,\"sub\":\"al"), 0xC3, 0x28, .. Encoding.UTF8.GetBytes("\"}")];

        bench.ShouldRefuse(
            TokenForge.Sign(Encoding.UTF8.GetBytes(PlainHeader), payload, s => HMACSHA256.HashData(Encoding.UTF8.GetBytes(TokenForge.Secret), s)),
            TokenFailure.Malformed);
    }

    [Fact]
    public void Nesting_without_end_is_malformed()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 4000)) + string.Concat(Enumerable.Repeat("]", 4000));

        bench.ShouldRefuse(TokenForge.Hs256(bench.Payload($",\"x\":{deep}")), TokenFailure.Malformed);
    }

    [Fact]
    public void A_changed_payload_or_a_foreign_secret_breaks_the_signature()
    {
        var parts = TokenForge.Hs256(bench.Payload()).Split('.');

        bench.ShouldRefuse($"{parts[0]}.{Encode(bench.Payload().Replace("alice", "admin"))}.{parts[2]}", TokenFailure.BadSignature);
        bench.ShouldRefuse(TokenForge.Hs256(PlainHeader, bench.Payload(), "another-secret-0123456789-0123456789"), TokenFailure.BadSignature);
        bench.ShouldRefuse($"{parts[0]}.{parts[1]}.{parts[2][..20]}", TokenFailure.BadSignature);
        bench.ShouldRefuse($"{parts[0]}.{parts[1]}.{parts[2]}AAA", TokenFailure.BadSignature);
    }

    [Fact]
    public async Task Without_a_secret_no_HS_token_is_taken()
    {
        await using var without = new VerifierBench(new FixedJwks(TokenForge.JwkSet(TokenForge.Jwk(rsa, "k1"))), secret: null);

        without.ShouldRefuse(TokenForge.Hs256(PlainHeader, bench.Payload(), "\0"), TokenFailure.BadSignature);
        without.ShouldRefuse(TokenForge.Hs256(bench.Payload()), TokenFailure.BadSignature);
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}

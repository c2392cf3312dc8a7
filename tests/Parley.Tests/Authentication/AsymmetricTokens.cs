using System.Security.Cryptography;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class AsymmetricTokens : IAsyncLifetime
{
    private readonly RSA rsa = TestKeys.Rsa;
    private readonly ECDsa p256 = TestKeys.P256;
    private readonly ECDsa p384 = TestKeys.P384;
    private readonly ECDsa p521 = TestKeys.P521;
    private readonly FixedJwks source;
    private readonly VerifierBench bench;

    public AsymmetricTokens()
    {
        source = new FixedJwks(TokenForge.JwkSet(
            TokenForge.Jwk(rsa, "rsa"), TokenForge.Jwk(p256, "p256"), TokenForge.Jwk(p384, "p384"), TokenForge.Jwk(p521, "p521")));
        bench = new VerifierBench(source);
    }

    public async ValueTask InitializeAsync() => (await bench.Keys.RefreshAsync()).ShouldBeTrue();

    public ValueTask DisposeAsync() => bench.DisposeAsync();

    [Theory]
    [InlineData("RS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("PS384")]
    [InlineData("PS512")]
    [InlineData("ES256")]
    [InlineData("ES384")]
    [InlineData("ES512")]
    public void Every_algorithm_is_taken_with_and_without_a_key_id(string algorithm)
    {
        bench.ShouldTake(TokenForge.Asymmetric(algorithm, KeyOf(algorithm), bench.Payload(), IdOf(algorithm)));
        bench.ShouldTake(TokenForge.Asymmetric(algorithm, KeyOf(algorithm), bench.Payload()));
    }

    [Theory]
    [InlineData("ES256", "p384")]
    [InlineData("ES384", "p256")]
    [InlineData("ES512", "p384")]
    [InlineData("ES256", "rsa")]
    [InlineData("RS256", "p256")]
    public void An_algorithm_with_a_key_of_another_kind_is_refused(string algorithm, string keyId)
    {
        AsymmetricAlgorithm key = keyId switch { "rsa" => rsa, "p256" => p256, "p384" => p384, _ => p521 };
        bench.ShouldRefuse(TokenForge.Asymmetric(algorithm, key, bench.Payload(), keyId), TokenFailure.BadSignature);
        bench.ShouldRefuse(TokenForge.Asymmetric(algorithm, key, bench.Payload()), TokenFailure.BadSignature);
    }

    [Fact]
    public void A_signature_by_the_one_padding_does_not_pass_for_the_other()
    {
        var token = TokenForge.Sign(
            """{"alg":"PS256","kid":"rsa"}""", bench.Payload(), s => rsa.SignData(s, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        bench.ShouldRefuse(token, TokenFailure.BadSignature);
    }

    [Fact]
    public void A_signature_in_DER_or_of_all_zeros_is_refused()
    {
        bench.ShouldRefuse(
            TokenForge.Sign("""{"alg":"ES256","kid":"p256"}""", bench.Payload(),
                s => p256.SignData(s, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            TokenFailure.BadSignature);
        bench.ShouldRefuse(TokenForge.Sign("""{"alg":"ES256","kid":"p256"}""", bench.Payload(), _ => new byte[64]), TokenFailure.BadSignature);
    }

    [Fact]
    public void A_good_signature_under_another_keys_id_is_refused()
    {
        bench.ShouldRefuse(TokenForge.Asymmetric("RS256", TestKeys.OtherRsa, bench.Payload(), "rsa"), TokenFailure.BadSignature);
        bench.ShouldRefuse(TokenForge.Asymmetric("RS256", rsa, bench.Payload(), "p256"), TokenFailure.BadSignature);
    }

    [Fact]
    public async Task Many_threads_verify_at_once()
    {
        string[] algorithms = ["RS256", "PS512", "ES256", "ES384", "ES512"];
        var tokens = algorithms.Select(a => TokenForge.Asymmetric(a, KeyOf(a), bench.Payload(), IdOf(a))).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100; i++) bench.Verifier.Verify(tokens[i % tokens.Length]).Token.ShouldNotBeNull();
        })));
    }

    private AsymmetricAlgorithm KeyOf(string algorithm) => IdOf(algorithm) switch
    {
        "rsa" => rsa,
        "p256" => p256,
        "p384" => p384,
        _ => p521,
    };

    private static string IdOf(string algorithm) => algorithm switch
    {
        "ES256" => "p256",
        "ES384" => "p384",
        "ES512" => "p521",
        _ => "rsa",
    };
}

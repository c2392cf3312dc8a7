using System.Security.Cryptography;
using System.Text;
using Parley.Server.Authentication;

namespace Parley.Tests.Authentication;

public sealed class KeySets
{
    private readonly RSA rsa = TestKeys.Rsa;
    private readonly ECDsa ec = TestKeys.P256;

    [Fact]
    public void Keys_keep_their_id_kind_and_algorithm()
    {
        var keys = Read(TokenForge.Jwk(rsa, "a", ""","alg":"RS512","use":"sig" """), TokenForge.Jwk(ec));

        keys.Select(k => (k.Id, k.Kind, k.Algorithm)).ShouldBe([("a", TokenKeyKind.Rsa, "RS512"), (null, TokenKeyKind.P256, null)]);
    }

    [Fact]
    public async Task A_key_that_names_its_algorithm_verifies_no_other()
    {
        await using var bench = new VerifierBench(new FixedJwks(TokenForge.JwkSet(TokenForge.Jwk(rsa, "a", ""","alg":"RS512" """))));
        await bench.Keys.RefreshAsync();

        bench.ShouldTake(TokenForge.Asymmetric("RS512", rsa, bench.Payload(), "a"));
        bench.ShouldRefuse(TokenForge.Asymmetric("RS256", rsa, bench.Payload(), "a"), TokenFailure.BadSignature);
    }

    [Theory]
    [InlineData("""{"kty":"oct","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","alg":"HS256"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""")]
    [InlineData("""{"kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE","y":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE"}""")]
    [InlineData("""{"kty":"RSA","n":"!!","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA"}""")]
    [InlineData("""{"kid":"x"}""")]
    [InlineData("7")]
    [InlineData("null")]
    public void A_key_that_can_not_be_used_is_passed_over(string jwk) =>
        Read(jwk, TokenForge.Jwk(ec, "good")).ShouldHaveSingleItem().Id.ShouldBe("good");

    [Fact]
    public void Keys_for_other_uses_are_passed_over() =>
        Read(
            TokenForge.Jwk(rsa, "a", ""","use":"enc" """), TokenForge.Jwk(rsa, "b", ""","key_ops":["encrypt"]"""),
            TokenForge.Jwk(rsa, "c", ""","alg":"RSA-OAEP" """), TokenForge.Jwk(rsa, "d", ""","alg":"HS256" """),
            TokenForge.Jwk(rsa, "e", ""","key_ops":["verify"]""")).ShouldHaveSingleItem().Id.ShouldBe("e");

    [Fact]
    public void A_short_RSA_key_is_passed_over()
    {
        using var weak = RSA.Create(1024);

        Read(TokenForge.Jwk(weak, "weak"), TokenForge.Jwk(rsa, "good")).ShouldHaveSingleItem().Id.ShouldBe("good");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"keys":{}}""")]
    [InlineData("""{"keys":[]}""")]
    [InlineData("""{"keys":[{"kty":"oct","k":"AAAA"}]}""")]
    [InlineData("<html>Not Found</html>")]
    public void What_is_no_set_or_has_no_usable_key_is_refused(string json) =>
        Should.Throw<FormatException>(() => JwksReader.Read(Encoding.UTF8.GetBytes(json)));

    private static IReadOnlyList<VerificationKey> Read(params string[] keys) =>
        JwksReader.Read(Encoding.UTF8.GetBytes(TokenForge.JwkSet(keys)));
}

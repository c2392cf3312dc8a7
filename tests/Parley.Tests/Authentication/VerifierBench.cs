using Microsoft.Extensions.Logging.Abstractions;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Tests.Authentication;

/// <summary>A verifier with keys and a clock of its own.</summary>
internal sealed class VerifierBench : IAsyncDisposable
{
    private readonly JwksKeys keys;

    public VerifierBench(IJwksSource? jwks = null, string? secret = TokenForge.Secret, string? issuer = null, string? audience = null)
    {
        keys = new JwksKeys(jwks, Time, NullLogger<JwksKeys>.Instance);
        Options = new AuthOptions { SymmetricKey = secret, Issuer = issuer, Audience = audience };
        Verifier = new TokenVerifier(Options, keys, Time);
    }

    public ManualTimeProvider Time { get; } = new();

    public AuthOptions Options { get; }

    public TokenVerifier Verifier { get; }

    public JwksKeys Keys => keys;

    /// <summary>A second of the clock, as claims have it.</summary>
    public long Seconds(int fromNow) => Time.GetUtcNow().ToUnixTimeSeconds() + fromNow;

    /// <summary>A good payload, with more claims if given.</summary>
    public string Payload(string more = "") => $$"""{"sub":"alice","exp":{{Seconds(60)}}{{more}}}""";

    public void ShouldTake(string token)
    {
        var result = Verifier.Verify(token);
        result.Message.ShouldBe("");
        result.Failure.ShouldBeNull();
        result.Token.ShouldNotBeNull().Subject.ShouldBe("alice");
    }

    public void ShouldRefuse(string token, TokenFailure failure)
    {
        var result = Verifier.Verify(token);
        result.Token.ShouldBeNull();
        result.Failure.ShouldBe(failure, result.Message);
        result.Message.ShouldNotBeNullOrEmpty();
        foreach (var part in token.Split('.').Where(p => p.Length > 8)) result.Message.ShouldNotContain(part);
    }

    public ValueTask DisposeAsync() => keys.DisposeAsync();
}

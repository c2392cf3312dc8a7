using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Parley.Server.Options;

namespace Parley.Server.Authentication;

/// <summary>Signs HS256 tokens with the configured key: for the command line, and for the demo in Development.</summary>
internal sealed class TokenIssuer(AuthOptions options, TimeProvider time)
{
    /// <summary>Claims that the issuer writes itself.</summary>
    public static readonly IReadOnlySet<string> OwnClaims =
        new HashSet<string> { "sub", "name", "iss", "aud", "exp", "nbf", "iat" };

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Whether there is a key to sign with; where tokens come from an identity provider there need be none.</summary>
    public bool CanIssue => options.SymmetricKey is not null;

    /// <param name="subject">The user id.</param>
    /// <param name="name">For people; or <c>null</c>.</param>
    /// <param name="lifetime">How long from now.</param>
    /// <param name="claims">Further ones, as text.</param>
    /// <exception cref="InvalidOperationException">There is no key.</exception>
    public string Issue(
        string subject, string? name, TimeSpan lifetime, IEnumerable<KeyValuePair<string, string>>? claims = null)
    {
        var key = options.SymmetricKey ?? throw new InvalidOperationException("Parley:Auth:SymmetricKey is not set.");
        return handler.CreateToken(
            Payload(subject, name, lifetime, claims ?? []),
            new SigningCredentials(SymmetricKeys.Of(key), SecurityAlgorithms.HmacSha256));
    }

    private string Payload(
        string subject, string? name, TimeSpan lifetime, IEnumerable<KeyValuePair<string, string>> claims)
    {
        var now = time.GetUtcNow();
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sub", subject);
            if (name is not null) json.WriteString("name", name);
            if (options.Issuer is not null) json.WriteString("iss", options.Issuer);
            if (options.Audience is not null) json.WriteString("aud", options.Audience);
            json.WriteNumber("iat", now.ToUnixTimeSeconds());
            json.WriteNumber("exp", (now + lifetime).ToUnixTimeSeconds());
            foreach (var (claim, value) in claims) json.WriteString(claim, value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}

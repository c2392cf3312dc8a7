using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Bench.Peers;

/// <summary>Signs tokens with HS256 (RFC 7515, RFC 7519), valid for an hour.</summary>
/// <param name="key">The shared key; its UTF-8 bytes sign.</param>
internal sealed class JwtSigner(string key)
{
    private readonly byte[] secret = Encoding.UTF8.GetBytes(key);
    private readonly long expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();

    internal string Key => key;

    /// <param name="subject">Who.</param>
    /// <param name="more">Further claims, each with a comma before it.</param>
    internal string Sign(string subject, string more = "")
    {
        var claims = $$"""{"sub":"{{subject}}","exp":{{expires}}{{more}}}""";
        var content = $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(claims)}";
        return $"{content}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(content)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}

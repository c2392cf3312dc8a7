using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace Parley.Server.Authentication;

/// <summary>
/// A token taken apart, nothing of it believed yet. Whatever is not a plain signed JWT (RFC 7519, RFC 7515) ends here:
/// encrypted and nested ones, critical extensions, and forms that allow two readings.
/// </summary>
/// <param name="Algorithm"><c>alg</c>, one of those allowed.</param>
/// <param name="KeyKind">What the algorithm asks of the key.</param>
/// <param name="KeyId"><c>kid</c>; only ever compared.</param>
/// <param name="Claims">The payload.</param>
/// <param name="SignedLength">So many characters of the token are signed.</param>
/// <param name="Signature">The signature.</param>
internal sealed record TokenShape(
    string Algorithm, TokenKeyKind KeyKind, string? KeyId, JsonElement Claims, int SignedLength, byte[] Signature)
{
    /// <summary>Longest token that is looked at, in characters.</summary>
    public const int MaxLength = 16 * 1024;

    private static readonly SearchValues<char> Base64UrlLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>Headers that make a token something else than its three parts say.</summary>
    private static readonly string[] RefusedHeaders = ["crit", "b64", "enc", "zip", "cty"];

    /// <param name="token">Anything.</param>
    /// <param name="failure">Why it was refused.</param>
    public static TokenShape? Read(string token, out TokenResult failure)
    {
        failure = Malformed("The token is no JWT: it has to be three parts in Base64url with two dots between.");
        if (token.Length > MaxLength)
        {
            failure = Malformed($"The token is longer than {MaxLength} characters.");
            return null;
        }

        var parts = token.Split('.');
        if (parts.Length != 3 || token.ContainsAnyExcept(Base64UrlLetters)) return null;
        if (Decode(parts[0]) is not { } header || Decode(parts[1]) is not { } payload || Decode(parts[2]) is not { } signature)
            return null;

        return Read(header, payload, signature, token.LastIndexOf('.'), out failure);
    }

    private static TokenShape? Read(byte[] header, byte[] payload, byte[] signature, int signedLength, out TokenResult failure)
    {
        failure = Malformed("The token's header and payload have to be JSON objects, in UTF-8, with no name twice.");
        if (StrictJson.Object(header) is not { } head || StrictJson.Object(payload) is not { } claims) return null;

        failure = Malformed($"The token's header has one of {string.Join(", ", RefusedHeaders)}, which are not taken here.");
        if (RefusedHeaders.Any(h => head.Has(h))) return null;

        failure = Malformed("The token's 'kid' is no text.");
        if (head.Has("kid") && head.Text("kid") is null) return null;

        failure = TokenResult.Refused(
            TokenFailure.BadSignature, $"The token's algorithm is not accepted; it has to be {TokenAlgorithm.Accepted}.");
        if (head.Text("alg") is not { } algorithm || TokenAlgorithm.KeyKindOf(algorithm) is not { } kind) return null;

        return new TokenShape(algorithm, kind, head.Text("kid"), claims, signedLength, signature);
    }

    private static TokenResult Malformed(string message) => TokenResult.Refused(TokenFailure.Malformed, message);

    /// <summary>The bytes, or <c>null</c> when there are none or the text is no Base64url.</summary>
    private static byte[]? Decode(string part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.DecodeFromChars(part, bytes, out _, out var written) == OperationStatus.Done && written > 0
            ? bytes[..written]
            : null;
    }
}

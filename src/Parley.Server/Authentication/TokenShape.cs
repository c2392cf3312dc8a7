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

    private static readonly TokenResult NotThreeParts =
        Malformed("The token is no JWT: it has to be three parts in Base64url with two dots between.");

    private static readonly TokenResult TooLong = Malformed($"The token is longer than {MaxLength} characters.");

    private static readonly TokenResult NotObjects =
        Malformed("The token's header and payload have to be JSON objects, in UTF-8, with no name twice.");

    private static readonly TokenResult RefusedHeader =
        Malformed($"The token's header has one of {string.Join(", ", RefusedHeaders)}, which are not taken here.");

    private static readonly TokenResult KeyIdNoText = Malformed("The token's 'kid' is no text.");

    private static readonly TokenResult RefusedAlgorithm = TokenResult.Refused(
        TokenFailure.BadSignature, $"The token's algorithm is not accepted; it has to be {TokenAlgorithm.Accepted}.");

    /// <param name="token">Anything.</param>
    /// <param name="failure">Why it was refused.</param>
    public static TokenShape? Read(string token, out TokenResult failure)
    {
        failure = TooLong;
        if (token.Length > MaxLength) return null;

        failure = NotThreeParts;
        var (first, last) = (token.IndexOf('.', StringComparison.Ordinal), token.LastIndexOf('.'));
        if (token.AsSpan().Count('.') != 2 || token.ContainsAnyExcept(Base64UrlLetters)) return null;
        if (Decode(token.AsSpan(0, first)) is not { } header
            || Decode(token.AsSpan(first + 1, last - first - 1)) is not { } payload
            || Decode(token.AsSpan(last + 1)) is not { } signature)
        {
            return null;
        }

        return Read(header, payload, signature, last, out failure);
    }

    private static TokenShape? Read(byte[] header, byte[] payload, byte[] signature, int signedLength, out TokenResult failure)
    {
        failure = NotObjects;
        if (StrictJson.Object(header) is not { } head || StrictJson.Object(payload) is not { } claims) return null;

        failure = RefusedHeader;
        if (RefusedHeaders.Any(h => head.Has(h))) return null;

        failure = KeyIdNoText;
        if (head.Has("kid") && head.Text("kid") is null) return null;

        failure = RefusedAlgorithm;
        if (head.Text("alg") is not { } algorithm || TokenAlgorithm.KeyKindOf(algorithm) is not { } kind) return null;

        return new TokenShape(algorithm, kind, head.Text("kid"), claims, signedLength, signature);
    }

    private static TokenResult Malformed(string message) => TokenResult.Refused(TokenFailure.Malformed, message);

    /// <summary>The bytes, or <c>null</c> when there are none or the text is no Base64url.</summary>
    private static byte[]? Decode(ReadOnlySpan<char> part)
    {
        var bytes = new byte[Base64Url.GetMaxDecodedLength(part.Length)];
        return Base64Url.DecodeFromChars(part, bytes, out _, out var written) == OperationStatus.Done && written > 0
            ? bytes[..written]
            : null;
    }
}

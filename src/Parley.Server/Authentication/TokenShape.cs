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

    private static readonly TokenResult NotThreeParts =
        Malformed("The token is no JWT: it has to be three parts in Base64url with two dots between.");

    private static readonly TokenResult TooLong = Malformed($"The token is longer than {MaxLength} characters.");

    private static readonly TokenResult NoObject =
        Malformed("The token's payload has to be a JSON object, in UTF-8, with no name twice.");

    /// <param name="token">Anything.</param>
    /// <param name="failure">Why it was refused.</param>
    public static TokenShape? Read(string token, out TokenResult failure)
    {
        failure = TooLong;
        if (token.Length > MaxLength) return null;

        failure = NotThreeParts;
        var (first, last) = (token.IndexOf('.', StringComparison.Ordinal), token.LastIndexOf('.'));
        if (token.AsSpan().Count('.') != 2 || token.ContainsAnyExcept(Base64UrlLetters)) return null;
        if (Decode(token.AsSpan(first + 1, last - first - 1)) is not { } payload
            || Decode(token.AsSpan(last + 1)) is not { } signature)
        {
            return null;
        }

        if (TokenHeader.Read(token.AsSpan(0, first), out failure) is not { } header) return null;

        failure = NoObject;
        return StrictJson.Object(payload) is { } claims
            ? new TokenShape(header.Algorithm, header.KeyKind, header.KeyId, claims, last, signature)
            : null;
    }

    private static TokenResult Malformed(string message) => TokenResult.Refused(TokenFailure.Malformed, message);

    /// <summary>The bytes, or <c>null</c> when there are none or the text is no Base64url.</summary>
    public static byte[]? Decode(ReadOnlySpan<char> part)
    {
        // Four letters carry three bytes; of a last group of two or three letters one or two.
        var bytes = new byte[(part.Length / 4 * 3) + Math.Max(0, (part.Length % 4) - 1)];
        return Base64Url.DecodeFromChars(part, bytes, out _, out var written) == OperationStatus.Done && written > 0
            && written == bytes.Length
            ? bytes
            : null;
    }
}

using System.Text.Json;

namespace Parley.Server.Authentication;

/// <summary>What a token's header says. Nearly all tokens of a server have the very same one, so the last is remembered.</summary>
/// <param name="Text">The header as it stands in the token.</param>
/// <param name="Algorithm"><c>alg</c>, one of those that are taken.</param>
/// <param name="KeyKind">The kind of key that the algorithm asks for.</param>
/// <param name="KeyId"><c>kid</c>, where there is one.</param>
internal sealed record TokenHeader(string Text, string Algorithm, TokenKeyKind KeyKind, string? KeyId)
{
    /// <summary>Headers that make a token something else than its three parts say.</summary>
    private static readonly string[] RefusedNames = ["crit", "b64", "enc", "zip", "cty"];

    private static readonly TokenResult NoObject = Malformed("The token's header has to be a JSON object, in UTF-8, with no name twice.");

    private static readonly TokenResult RefusedName =
        Malformed($"The token's header has one of {string.Join(", ", RefusedNames)}, which are not taken here.");

    private static readonly TokenResult KeyIdNoText = Malformed("The token's 'kid' is no text.");

    private static readonly TokenResult RefusedAlgorithm = TokenResult.Refused(
        TokenFailure.BadSignature, $"The token's algorithm is not accepted; it has to be {TokenAlgorithm.Accepted}.");

    private static volatile TokenHeader? last;

    /// <param name="text">The part before the first dot.</param>
    /// <param name="failure">Why it was refused.</param>
    public static TokenHeader? Read(ReadOnlySpan<char> text, out TokenResult failure)
    {
        failure = NoObject;
        if (last is { } known && text.SequenceEqual(known.Text)) return known;
        if (TokenShape.Decode(text) is not { } bytes || StrictJson.Object(bytes) is not { } json) return null;

        var header = Read(text, json, out failure);
        if (header is not null) last = header;
        return header;
    }

    private static TokenHeader? Read(ReadOnlySpan<char> text, JsonElement json, out TokenResult failure)
    {
        failure = RefusedName;
        if (RefusedNames.Any(h => json.Has(h))) return null;

        failure = KeyIdNoText;
        if (json.Has("kid") && json.Text("kid") is null) return null;

        failure = RefusedAlgorithm;
        return json.Text("alg") is { } algorithm && TokenAlgorithm.KeyKindOf(algorithm) is { } kind
            ? new TokenHeader(text.ToString(), algorithm, kind, json.Text("kid"))
            : null;
    }

    private static TokenResult Malformed(string message) => TokenResult.Refused(TokenFailure.Malformed, message);
}

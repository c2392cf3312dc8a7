using Microsoft.IdentityModel.Tokens;

namespace Parley.Server.Authentication;

/// <summary>A key that verifies signatures, and which of them.</summary>
/// <param name="Id"><c>kid</c>; <c>null</c> when the key has none.</param>
/// <param name="Kind">Algorithms of this kind only.</param>
/// <param name="Algorithm"><c>alg</c>: this algorithm only; <c>null</c>: all of the kind.</param>
/// <param name="Key">The key itself.</param>
internal sealed record VerificationKey(string? Id, TokenKeyKind Kind, string? Algorithm, SecurityKey Key)
{
    public bool Accepts(TokenShape token) => Kind == token.KeyKind && (Algorithm is null || Algorithm == token.Algorithm);
}

namespace Parley.Core.Identity;

/// <summary>Verifies a token that came in a message. Fast and synchronous: it runs where signals are relayed.</summary>
/// <param name="token">The token.</param>
/// <param name="refusal">Why it was refused, for a person; never holds the token.</param>
/// <returns>Whose it is, or <c>null</c>.</returns>
public delegate VerifiedIdentity? IdentityCheck(string token, out string refusal);

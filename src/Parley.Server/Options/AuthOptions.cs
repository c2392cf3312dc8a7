namespace Parley.Server.Options;

/// <summary><c>Parley:Auth</c>.</summary>
internal sealed class AuthOptions
{
    /// <summary>Signs and verifies HS256, HS384 and HS512 tokens. As UTF-8 it has to be 32 bytes or more.</summary>
    public string? SymmetricKey { get; set; }

    /// <summary>A path or URL of a JSON Web Key Set (RFC 7517) that verifies RS, PS and ES tokens.</summary>
    public string? Jwks { get; set; }

    /// <summary>When set, a token's <c>iss</c> has to equal it.</summary>
    public string? Issuer { get; set; }

    /// <summary>When set, a token's <c>aud</c> has to be or hold it.</summary>
    public string? Audience { get; set; }

    /// <summary>Whether <c>direct</c> takes a user id without a token on trust. On in Development only, unless set.</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>Whether a connection is closed (4401) when its token expires; if not, a call in progress goes on.</summary>
    public bool CloseOnExpiry { get; set; }
}

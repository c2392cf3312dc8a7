namespace Parley.Server.Authentication;

/// <summary>What an algorithm's name (RFC 7518, section 3.1) asks of the key.</summary>
internal enum TokenKeyKind
{
    /// <summary>The configured secret.</summary>
    Symmetric,

    /// <summary>RSA, 2048 bits or more.</summary>
    Rsa,

    /// <summary>The curve of ES256.</summary>
    P256,

    /// <summary>The curve of ES384.</summary>
    P384,

    /// <summary>The curve of ES512.</summary>
    P521,
}

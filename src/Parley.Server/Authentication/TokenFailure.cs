namespace Parley.Server.Authentication;

/// <summary>Why a token was refused.</summary>
internal enum TokenFailure
{
    /// <summary>There was none.</summary>
    Missing,

    /// <summary>It is no signed JWT of the kind that is taken here, or lacks <c>exp</c>.</summary>
    Malformed,

    /// <summary>None of the keys made its signature, or its algorithm is not one of those allowed.</summary>
    BadSignature,

    /// <summary><c>exp</c> has passed.</summary>
    Expired,

    /// <summary><c>nbf</c> has not come.</summary>
    NotYetValid,

    /// <summary><c>iss</c> is not the one configured.</summary>
    WrongIssuer,

    /// <summary><c>aud</c> is not, and does not hold, the one configured.</summary>
    WrongAudience,

    /// <summary><c>sub</c> is missing or can't be a user id.</summary>
    NoSubject,
}

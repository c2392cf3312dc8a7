namespace Parley.Server.Authentication;

/// <summary>A verified token, or why there is none.</summary>
internal sealed class TokenResult
{
    private TokenResult(VerifiedToken? token, TokenFailure? failure, string message)
    {
        Token = token;
        Failure = failure;
        Message = message;
    }

    /// <summary>The token; <c>null</c> when it was refused.</summary>
    public VerifiedToken? Token { get; }

    /// <summary>Why it was refused; <c>null</c> when it was not.</summary>
    public TokenFailure? Failure { get; }

    /// <summary>The same for a person; never holds the token or a part of it. Empty when it was not refused.</summary>
    public string Message { get; }

    public static TokenResult Verified(VerifiedToken token) => new(token, null, "");

    public static TokenResult Refused(TokenFailure failure, string message) => new(null, failure, message);
}

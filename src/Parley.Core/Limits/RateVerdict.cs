namespace Parley.Core.Limits;

/// <summary>Whether a message may pass.</summary>
/// <param name="Admitted">It may.</param>
/// <param name="RetryAfterMilliseconds">If not: when it could.</param>
/// <param name="CloseNow">If not: too much was dropped, end the connection.</param>
public readonly record struct RateVerdict(bool Admitted, int RetryAfterMilliseconds, bool CloseNow);

namespace Parley.Core.Messages;

/// <summary>Tells a client what was wrong, where, and what to do.</summary>
/// <param name="code">From the table.</param>
/// <param name="message">For a person.</param>
public sealed class ErrorEvent(ErrorCode code, string message) : Event
{
    /// <inheritdoc/>
    public override MessageKind Kind => MessageKind.Error;

    /// <summary>From the table.</summary>
    public ErrorCode Code => code;

    /// <summary>For a person: what was wrong, where, what to do.</summary>
    public string Message => message;

    /// <summary>The type of the offending message, where it could be read.</summary>
    public string? OffendingType { get; init; }

    /// <summary>The field that was wrong.</summary>
    public string? Field { get; init; }

    /// <summary>What exactly, in a word that a program can tell apart, where the code alone says too little.</summary>
    public string? Reason { get; init; }

    /// <summary>The negotiation that failed.</summary>
    public string? Negotiation { get; init; }

    /// <summary>The user that the failed message was for.</summary>
    public string? Receiver { get; init; }

    /// <summary>When to try again, in milliseconds from now.</summary>
    public int? RetryAfterMilliseconds { get; init; }
}

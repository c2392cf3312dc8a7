namespace Parley.Core.Resuming;

/// <summary>What a client is told that asked for resuming.</summary>
/// <param name="Result">What came of it.</param>
/// <param name="Token">For the next time; good once.</param>
/// <param name="Seq">The number from which the client counts on: the first message behind the answer has the next.</param>
/// <param name="Received">The number of the last message that came from the client: it sends again what is behind that.</param>
/// <param name="Grace">How long the session outlives a lost connection.</param>
/// <param name="Reason">One of <see cref="ResumeReason"/>, or <c>null</c>.</param>
public sealed record ResumeAnswer(
    ResumeResult Result, string Token, long Seq, long Received, TimeSpan Grace, string? Reason = null)
{
    /// <summary>The result as it goes over the wire.</summary>
    public string ResultName => Result switch
    {
        ResumeResult.Resumed => "resumed",
        ResumeResult.Snapshot => "snapshot",
        ResumeResult.Rejected => "rejected",
        _ => "begun",
    };
}

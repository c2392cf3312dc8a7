namespace Parley.Core.Resuming;

/// <summary>What came of a client's wish to resume.</summary>
public enum ResumeResult
{
    /// <summary>It asked for none: a session began that can be resumed.</summary>
    Begun,

    /// <summary>The session goes on, and the missed messages follow.</summary>
    Resumed,

    /// <summary>The session goes on, but not all that was missed is there any more: the full state follows.</summary>
    Snapshot,

    /// <summary>There is no such session: a new one began.</summary>
    Rejected,
}

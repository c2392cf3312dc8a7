namespace Parley.Core.Metrics;

/// <summary>Why a message went nowhere. The label <c>reason</c> of the drop counter.</summary>
public enum DropReason
{
    /// <summary>Over the sender's rate.</summary>
    RateLimited,

    /// <summary>The receiving connection was ending.</summary>
    PeerEnding,

    /// <summary>The reader was too slow; counted once for each connection that was closed for it.</summary>
    TooSlow,

    /// <summary>The receiver was not there; the sender was told.</summary>
    PeerUnavailable,

    /// <summary>Another device of the same user had answered.</summary>
    AnsweredElsewhere,
}

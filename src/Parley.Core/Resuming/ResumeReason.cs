namespace Parley.Core.Resuming;

/// <summary>Why an answer is not <see cref="ResumeResult.Resumed"/>, as it goes over the wire.</summary>
public static class ResumeReason
{
    /// <summary>No session has this token: it was used, ended meanwhile, never was, or is somebody else's.</summary>
    public const string Unknown = "unknown";

    /// <summary>The session was resumed too often within a minute, and has ended.</summary>
    public const string TooOften = "too_often";

    /// <summary>The client missed more messages than are kept.</summary>
    public const string Messages = "messages";

    /// <summary>What the client missed has more bytes than are kept.</summary>
    public const string Bytes = "bytes";

    /// <summary>What the client missed is older than what is kept.</summary>
    public const string Age = "age";

    /// <summary>All sessions together have more bytes than are kept.</summary>
    public const string Total = "total";

    /// <summary>What the client missed was kept by another node.</summary>
    public const string Moved = "moved";

    /// <summary>The number is of no message that was sent.</summary>
    public const string Number = "number";
}

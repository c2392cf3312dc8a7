namespace Parley.Core.Media;

/// <summary>A media server did not do what it was asked.</summary>
/// <param name="fault">Whose fault it is.</param>
/// <param name="message">What was wrong, and what to do; for the client's eyes.</param>
/// <param name="inner">What led to it.</param>
public sealed class MediaException(MediaFault fault, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whose fault it is.</summary>
    public MediaFault Fault => fault;
}

/// <summary>Why a media server did not do what it was asked.</summary>
public enum MediaFault
{
    /// <summary>What the client sent is no good: SDP that is none, video where there may be none.</summary>
    BadRequest,

    /// <summary>The stream that is asked for has ended.</summary>
    StreamGone,

    /// <summary>The room has as many publishers as it may.</summary>
    Full,

    /// <summary>The server does not answer, or failed. Another may do.</summary>
    ServerFailed,
}

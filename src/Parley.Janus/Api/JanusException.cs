namespace Parley.Janus.Api;

/// <summary>Janus said no, or nothing.</summary>
/// <param name="code">Janus's or its plugin's error code; 0 or less when it said nothing.</param>
/// <param name="message">What it said.</param>
/// <param name="inner">What led to it.</param>
internal sealed class JanusException(int code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>There was no answer: of what became of the request nothing is known.</summary>
    public const int NoAnswer = 0;

    /// <summary>The connection broke before the answer.</summary>
    public const int Broken = -1;

    /// <summary><c>JANUS_ERROR_UNAUTHORIZED</c>: the API secret is wrong.</summary>
    public const int WrongSecret = 403;

    /// <summary><c>JANUS_ERROR_SESSION_NOT_FOUND</c>.</summary>
    public const int NoSuchSession = 458;

    /// <summary><c>JANUS_ERROR_HANDLE_NOT_FOUND</c>.</summary>
    public const int NoSuchHandle = 459;

    /// <summary><c>JANUS_ERROR_JSEP_INVALID_SDP</c>.</summary>
    public const int InvalidJsep = 465;

    /// <summary><c>JANUS_ERROR_UNEXPECTED_ANSWER</c>.</summary>
    public const int UnexpectedAnswer = 469;

    /// <summary><c>JANUS_VIDEOROOM_ERROR_NO_SUCH_ROOM</c>.</summary>
    public const int NoSuchRoom = 426;

    /// <summary><c>JANUS_VIDEOROOM_ERROR_NO_SUCH_FEED</c>: also one whose media does not flow yet.</summary>
    public const int NoSuchFeed = 428;

    /// <summary><c>JANUS_VIDEOROOM_ERROR_INVALID_SDP_TYPE</c>.</summary>
    public const int InvalidSdpType = 431;

    /// <summary><c>JANUS_VIDEOROOM_ERROR_PUBLISHERS_FULL</c>.</summary>
    public const int PublishersFull = 432;

    /// <summary><c>JANUS_VIDEOROOM_ERROR_UNAUTHORIZED</c>: a secret or key is wrong.</summary>
    public const int WrongKey = 433;

    /// <summary><c>JANUS_VIDEOROOM_ERROR_INVALID_SDP</c>.</summary>
    public const int InvalidSdp = 437;

    public int Code => code;

    /// <summary>Janus answered: asking again gives the same.</summary>
    public bool Answered => code > NoAnswer;
}

namespace Parley.Protocols.GuestCall;

/// <summary>Where the call of a match is.</summary>
public enum CallState
{
    /// <summary>There was none yet.</summary>
    Idle,

    /// <summary>Offered, and not answered yet.</summary>
    Ringing,

    /// <summary>Answered. Offers are renegotiations.</summary>
    Connected,

    /// <summary>Over; the next offer begins another.</summary>
    Ended,
}

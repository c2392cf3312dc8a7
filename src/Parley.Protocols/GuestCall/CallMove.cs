namespace Parley.Protocols.GuestCall;

/// <summary>What a guest does about the call.</summary>
internal enum CallMove
{
    Offer,
    Answer,
    Candidate,
    End,
    Reject,
    Timeout,
}

namespace Parley.Protocols.GuestCall;

/// <summary>What an operator may change about <c>guestcall</c>.</summary>
public sealed record GuestCallOptions
{
    /// <summary>How long a match waits for a guest whose connection is gone.</summary>
    public TimeSpan MatchRecovery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may ring.</summary>
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>For how long a client that comes back may still think it is where it was, and is told if it is not.</summary>
    public TimeSpan Recovery { get; init; } = TimeSpan.FromMinutes(2);
}

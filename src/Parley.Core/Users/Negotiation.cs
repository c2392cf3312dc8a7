namespace Parley.Core.Users;

/// <summary>One side's view of a negotiation with another user.</summary>
internal sealed class Negotiation(NegotiationKey key)
{
    public NegotiationKey Key => key;

    /// <summary>The device that leads it on this side; <c>null</c> while all devices ring.</summary>
    public Device? Owner { get; set; }

    /// <summary>Until when this side's offer waits for its answer, on the clock; <see cref="long.MaxValue"/> when none does.</summary>
    public long AnswerDueAt { get; set; } = long.MaxValue;

    /// <summary>Whether there was an answer: it is a call, and an offer in it that nobody answers does not end it.</summary>
    public bool Answered { get; set; }

    /// <summary>Whether the device leads it, or rings with all the others.</summary>
    public bool Concerns(Device device) => Owner is null || Owner == device;
}

/// <summary>Whom it is with, and what it is called.</summary>
internal readonly record struct NegotiationKey(string With, string Name);

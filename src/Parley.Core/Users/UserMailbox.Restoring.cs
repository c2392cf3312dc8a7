namespace Parley.Core.Users;

/// <content>What is needed to make the mailbox again on another node: each device keeps its part.</content>
public sealed partial class UserMailbox
{
    private bool remembers;

    private void Remember()
    {
        if (!remembers) return;
        foreach (var device in devices.Members)
            device.Remember?.Invoke(new Standing(status, [.. negotiations.Of(device).Select(n => Standing(n, device))]));
    }

    /// <summary>
    /// The device is what it was. An older one of the same name is not replaced: if there is one, its client is gone, and
    /// its end has not come here yet.
    /// </summary>
    private void Restore(Device device, Standing standing)
    {
        devices.Add(device);
        status = standing.Status;
        foreach (var one in standing.Negotiations)
        {
            var negotiation = negotiations.GetOrAdd(one.With, one.Name);
            negotiation.Answered |= one.Answered;
            if (!one.Leads || negotiation.Owner is not null) continue;
            negotiation.Owner = device;
            negotiation.AnswerDueAt = one.AnswerDueAt is { } due ? OnTheClock(due) : long.MaxValue;
        }

        DueAt = negotiations.NextDueAt;
        Remember();
    }

    private StandingNegotiation Standing(Negotiation negotiation, Device device) => new(
        negotiation.Key.With, negotiation.Key.Name, negotiation.Owner == device, negotiation.Answered,
        negotiation.AnswerDueAt == long.MaxValue
            ? null
            : directory.Clock.UtcNow.AddMilliseconds(negotiation.AnswerDueAt - directory.Clock.Milliseconds));

    private long OnTheClock(DateTimeOffset time) =>
        directory.Clock.Milliseconds + (long)(time - directory.Clock.UtcNow).TotalMilliseconds;
}

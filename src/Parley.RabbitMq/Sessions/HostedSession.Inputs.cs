using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <content>What its client sends: taken or held, handled, and told of when it need not be kept any more.</content>
internal sealed partial class HostedSession
{
    /// <summary>Handles an input, now or as soon as it may be. <c>Refused</c> only when this shard is no longer the owner's.</summary>
    public InputResult Take(long stamp, int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        Settled settled;
        lock (gate)
        {
            if (over) return InputResult.Refused;
            if (number <= last) return InputResult.Kept;
            if (!Shard.Takes) return InputResult.Refused;
            if (!holding && Room.HasRemote && !Shard.MayAct) holding = true;
            if (holding)
            {
                held.Enqueue(new HeldInput(this, stamp, number, kind, again, message.ToArray()));
                return InputResult.Kept;
            }

            settled = Handle(number, kind, again, message);
        }

        if (settled.Pending is null) return InputResult.Done;
        Tell(settled);
        return InputResult.Kept;
    }

    /// <summary>
    /// Its room is about to work: gives out what was held, which is to be handled by <see cref="HandleHeld"/>. What comes
    /// from now on is held until <see cref="Release"/>.
    /// </summary>
    public void TakeHeld(List<HeldInput> all)
    {
        lock (gate)
        {
            if (over || !Shard.Takes) return;
            if (reopened) GoOn();
            while (held.TryDequeue(out var next)) all.Add(next);
        }
    }

    /// <summary>Handles what was held, unless its edge has been told meanwhile that it has to give that to another owner.</summary>
    public void HandleHeld(in HeldInput input)
    {
        Settled settled;
        lock (gate) settled = HandleNext(input);
        Tell(settled);
    }

    /// <summary>Its room works: what is still held is handled.</summary>
    public void Release()
    {
        var settled = new List<Settled>();
        lock (gate)
        {
            if (over || !Shard.Takes) return;
            if (reopened) GoOn();
            if (!holding) return;
            holding = false;
            while (held.TryDequeue(out var next)) settled.Add(HandleNext(next));
        }

        foreach (var one in settled) Tell(one);
    }

    /// <summary>The edge need not keep the input any more.</summary>
    public void TellStable(int number)
    {
        if (Shard.IsDeposed) return;
        if (edge is { } local) local.Stable(number);
        else link?.Stable(Shard.Number, Shard.Epoch, Opening.Key, number);
    }

    /// <summary>Off the lock: a local edge has one of its own, under which it calls this session.</summary>
    private void Tell(Settled settled)
    {
        if (settled.Number < 0) return;
        if (settled.Pending is { } pending) pending.Acked();
        else TellStable(settled.Number);
    }

    private Settled HandleNext(in HeldInput next)
    {
        if (over || !Shard.Takes) return Settled.None;
        if (next.Number == 0) return OpenFirst(next.Again);
        return next.Number > last ? Handle(next.Number, next.Kind, next.Again, next.Message) : Settled.None;
    }

    private Settled OpenFirst(bool again)
    {
        if (again) Shard.Doubt(Room);
        var handling = Handling.Of(Opening.Key, 0, again);
        Open(handling, wasOpen: false, carried: []);
        return Settle(handling, 0);
    }

    private Settled Handle(int number, InputKind kind, bool again, ReadOnlySpan<byte> message)
    {
        last = number;
        if (again) Shard.Doubt(Room);
        var handling = Handling.Of(Opening.Key, number, again);
        try
        {
            if (kind == InputKind.Ended) Finish();
            else if (kind == InputKind.Leaving) handler?.Leaving();
            else handler?.Receive(message, kind == InputKind.Binary);
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
        finally
        {
            handling.End();
        }

        return Settle(handling, number);
    }

    private Settled Settle(Handling handling, int number)
    {
        var node = Shard.Node;
        if (edge is not { IsOrdered: false } || handling.Sent.Count > 0)
        {
            foreach (var packed in handling.DeliveredHere) node.Delivered.Note(Opening.Key, number, packed, node.Now);
        }

        if (handling.Sent.Count == 0) return new Settled(number, null);
        // One more than there are nodes: nothing is told before the lock is released.
        var pending = new PendingInput(this, number, handling.Sent.Count + 1);
        foreach (var (link, batch) in handling.Sent) link.WhenAcked(batch, pending);
        return new Settled(number, pending);
    }

    private void GoOn()
    {
        reopened = false;
        try
        {
            handler?.Reopened();
        }
        catch (Exception failure)
        {
            Fail(failure);
        }
    }

    /// <summary>An input that was handled, and who still has to acknowledge what came of it, if anybody.</summary>
    private readonly record struct Settled(int Number, PendingInput? Pending)
    {
        public static readonly Settled None = new(-1, null);
    }
}

using Parley.Core.Messages;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <content>How it ends: its client's connection does, or the shard goes elsewhere.</content>
internal sealed partial class HostedSession
{
    /// <summary>
    /// Its client is lost for good, as far as this node is told. Every owner gives that the same number, behind all that the
    /// client sent: should this one die over it, nobody hears of it from the next one again.
    /// </summary>
    public void Lose()
    {
        lock (gate)
        {
            if (!over && !isAway) Handle(int.MaxValue, InputKind.Ended, again: LeavesAt != long.MaxValue, []);
        }
    }

    /// <summary>
    /// The shard is to go elsewhere, and nothing is taken any more: the edge hears what was, and gets what the next owner
    /// needs for the client to be able to resume there.
    /// </summary>
    public void HandOff()
    {
        byte[] state;
        lock (gate)
        {
            if (over || isAway) return;
            state = handler?.HandOff() ?? [];
        }

        // Off the lock, as the edge has one of its own. Neither of these changes any more.
        if (edge is { } local) local.Carry(last, state);
        else link?.Carry(Shard.Number, Shard.Epoch, Opening.Key, last, state);
    }

    /// <summary>The shard goes elsewhere: here everything ends in silence.</summary>
    public void GiveUp()
    {
        lock (gate)
        {
            if (over) return;
            over = true;
            held.Clear();
            var silence = Handling.InSilence();
            try
            {
                handler?.GiveUp();
            }
            catch (Exception failure)
            {
                Shard.Node.Failed(failure);
            }
            finally
            {
                silence.End();
            }
        }
    }

    /// <summary>
    /// Its connection is over, and so is it, unless its client may come back. Until then it stays in its room: should the
    /// shard move, the others' nodes know of it.
    /// </summary>
    private void Finish()
    {
        handler?.Ended();
        if (handler is not { IsAway: true })
        {
            Vanish();
            return;
        }

        held.Clear();
        Shard.Move(this, () => isAway = true);
    }

    private void Vanish()
    {
        over = true;
        Shard.Remove(this);
    }

    private void SendAway() => connection.Close(CloseCode.GoingAway, "this node came late to where the room is now: reconnect");

    private void Fail(Exception failure)
    {
        Shard.Node.Failed(failure);
        connection.Close(CloseCode.InternalError, "the server failed on this connection: reconnect");
    }
}

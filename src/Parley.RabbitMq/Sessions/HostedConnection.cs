using System.Runtime.InteropServices;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Sessions;

/// <summary>What a session at its room's owner takes for the client's connection: the way back to the edge.</summary>
internal sealed class HostedConnection(HostedSession session) : IConnection
{
    private IConnection? local;
    private OutLink? link;
    private int receiver;
    private bool ended;

    /// <summary>A client of this node.</summary>
    public void Attach(IConnection connection, int number) => (receiver, link, local) = (number, null, connection);

    /// <summary>A client of another node.</summary>
    public void Attach(OutLink way, int number) => (receiver, local, link) = (number, null, way);

    /// <inheritdoc/>
    public bool LatestWaits => local is { } here ? here.LatestWaits : link is { } way && way.LatestWaits(receiver);

    /// <inheritdoc/>
    public bool IsUnheard => Unheard(out _);

    /// <inheritdoc/>
    public bool TrySend(in Frame frame)
    {
        if (Unheard(out var handling)) return true;
        var cause = Cause(handling);
        if (local is { } here)
        {
            if (cause.Number < 0) return here.TrySend(frame);
            var packed = Delivered.Pack(receiver, cause.Count);
            if (cause.Again && session.Shard.Node.Delivered.Has(cause.Origin, cause.Number, packed)) return true;
            handling!.WentHere(packed);
            return here.TrySend(frame);
        }

        if (ended || link is null) return false;
        if (link.IsOver)
        {
            Close(CloseCode.TooSlow, "the node between is too slow: what waited was dropped");
            return false;
        }

        MemoryMarshal.TryGetArray(frame.Bytes, out var shared);
        Output(handling, cause, OutputKind.Frame, (int)frame.Opcode, frame.Payload, shared.Array);
        return true;
    }

    /// <inheritdoc/>
    public bool TrySendLatest(byte[] buffer, int length)
    {
        if (local is { } here && !Unheard(out _)) return here.TrySendLatest(buffer, length);
        if (!ended && link is { } way && !Unheard(out _)) way.Latest(session.Shard.Number, session.Shard.Epoch, receiver, buffer, length);
        else LatestFrames.Return(buffer);
        return !ended;
    }

    /// <inheritdoc/>
    public bool DropLatest() => local is { } here ? here.DropLatest() : link is { } way && way.DropLatest(receiver);

    /// <inheritdoc/>
    public void Close(CloseCode code, string reason)
    {
        if (Unheard(out var handling)) return;
        if (code == CloseCode.Replaced) session.Shard.Replace(session);
        if (local is { } here) here.Close(code, reason);
        else if (link is not null && !ended)
        {
            ended = true;
            Output(handling, Cause(handling), OutputKind.Close, (int)code, System.Text.Encoding.UTF8.GetBytes(reason), null);
        }
    }

    /// <inheritdoc/>
    public void HandOver(IMessageHandler next) => session.HandOver(next);

    /// <inheritdoc/>
    public void Abort()
    {
        if (Unheard(out var handling)) return;
        if (local is { } here) here.Abort();
        else if (link is not null && !ended)
        {
            ended = true;
            Output(handling, Cause(handling), OutputKind.Abort, 0, default, null);
        }
    }

    /// <inheritdoc/>
    public bool IsCutOff => session.IsCutOff;

    /// <inheritdoc/>
    public bool Remembers => true;

    /// <inheritdoc/>
    public void Remember(byte[] state)
    {
        var upTo = session.Remember(state);
        // Of a session that is opened again its edge knows.
        if (Unheard(out var handling)) return;
        if (session.Edge is { } edge)
        {
            edge.Remember(upTo, state);
        }
        else if (link is { IsOver: false })
        {
            var shard = session.Shard;
            var batch = link.Output(
                shard.Number, shard.Epoch, new OutputCause(default, -1, 0, false), receiver, OutputKind.State, upTo, state, null);
            if (handling is { Number: >= 0 }) handling.WentTo(link, batch);
        }

        session.Shard.Tell(session);
    }

    /// <summary>
    /// At once: should the shard go elsewhere now, others would bring this one along beside the one that took its place.
    /// </summary>
    public void Dismiss() => session.Shard.Remove(session);

    private bool Unheard(out Handling? handling)
    {
        handling = Handling.Current;
        return handling is not null && (handling.Silent || handling.Unheard == session.EdgeNode);
    }

    private OutputCause Cause(Handling? handling) => handling is not { Number: >= 0 }
        ? new OutputCause(default, -1, 0, false)
        : new OutputCause(handling.Origin, handling.Number, handling.CountFor(this), handling.Again);

    private void Output(
        Handling? handling, in OutputCause cause, OutputKind kind, int code, ReadOnlyMemory<byte> content, byte[]? shared)
    {
        var shard = session.Shard;
        var batch = link!.Output(shard.Number, shard.Epoch, cause, receiver, kind, code, content, shared);
        if (cause.Number >= 0) handling!.WentTo(link, batch);
    }
}

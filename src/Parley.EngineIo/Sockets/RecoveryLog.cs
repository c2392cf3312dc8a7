using System.Globalization;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.EngineIo.Engine;

namespace Parley.EngineIo.Sockets;

/// <summary>
/// What was sent lately in a namespace, and who lost the connection lately: bounded in number, bytes and age. Not
/// thread-safe; the namespace's lock guards it.
/// </summary>
internal sealed class RecoveryLog(RecoveryOptions options, TimeProvider time)
{
    /// <summary>Offsets of another process mean nothing here.</summary>
    private readonly string epoch = SocketIds.New()[..6];

    private readonly Clock clock = new(time);
    private readonly Queue<LoggedPacket> packets = [];
    private readonly Dictionary<string, Away> away = [];
    private readonly Queue<(string PrivateId, long At)> awayInOrder = [];
    private long last;
    private int bytes;

    /// <summary>What is kept now.</summary>
    public (int Packets, int Away) Count => (packets.Count, awayInOrder.Count);

    /// <summary>Names the packet that is to be added next.</summary>
    public string NextOffset() => string.Create(CultureInfo.InvariantCulture, $"{epoch}{last + 1:x}");

    public void Add(LoggedPacket packet)
    {
        last++;
        packet.SentAt = clock.Milliseconds;
        packets.Enqueue(packet);
        bytes += packet.Bytes;
        ForgetOld();
    }

    /// <summary>Remembers a socket whose connection broke; those that left on purpose are not waited for.</summary>
    public void Left(SocketIoSocket socket, string reason)
    {
        if (socket.PrivateId is not { } privateId) return;
        if (reason is not (CloseReason.TransportClose or CloseReason.TransportError or CloseReason.PingTimeout
            or CloseReason.ForcedClose or CloseReason.ShuttingDown)) return;

        var now = clock.Milliseconds;
        away[privateId] = new Away(socket.Id, [.. socket.Rooms ?? []], socket.Data, now);
        awayInOrder.Enqueue((privateId, now));
        ForgetOld();
    }

    /// <summary>
    /// Gives a client back what it had, once; <c>null</c> when that is not known any more, or when it missed more than it
    /// could be sent at once.
    /// </summary>
    public Recovered? TryTake(string privateId, string offset, SocketIoHandshake handshake, OutboxLimits outbox)
    {
        ForgetOld();
        if (!away.TryGetValue(privateId, out var left) || Position(offset) is not { } position) return null;
        if (options.MayRecover?.Invoke(handshake, left.Data) == false) return null;

        var missed = packets.Skip(position + 1).Where(p => p.IsFor(left.Id, left.Rooms)).ToList();
        if (missed.Count > outbox.Messages / 2 || missed.Sum(p => (long)p.Bytes) > outbox.Bytes / 2) return null;

        away.Remove(privateId);
        return new Recovered(left.Id, privateId, left.Rooms, left.Data, [.. missed.Select(p => p.Frames)]);
    }

    /// <summary>Keeps nothing for longer than it says: to be called now and then, for where nothing happens any more.</summary>
    public void ForgetOld()
    {
        var oldest = clock.Milliseconds - (long)options.MaxDisconnection.TotalMilliseconds;
        while (packets.TryPeek(out var first)
            && (packets.Count > options.MaxPackets || bytes > options.MaxBytes || first.SentAt < oldest))
        {
            bytes -= first.Bytes;
            packets.Dequeue();
        }

        while (awayInOrder.TryPeek(out var next) && (next.At < oldest || awayInOrder.Count > options.MaxAway))
        {
            awayInOrder.Dequeue();
            // It may have come back, and gone again, since.
            if (away.TryGetValue(next.PrivateId, out var known) && known.At == next.At) away.Remove(next.PrivateId);
        }
    }

    /// <summary>Where the packet stands among those that are kept.</summary>
    private int? Position(string offset)
    {
        if (!offset.StartsWith(epoch, StringComparison.Ordinal)
            || !long.TryParse(offset.AsSpan(epoch.Length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number))
            return null;

        var position = number - (last - packets.Count + 1);
        return position >= 0 && number <= last ? (int)position : null;
    }

    private sealed record Away(string Id, HashSet<string> Rooms, object? Data, long At);
}

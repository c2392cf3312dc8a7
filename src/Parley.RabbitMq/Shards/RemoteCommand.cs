using Parley.Core.Rooms;

namespace Parley.RabbitMq.Shards;

/// <summary>A command for a room that may be on another node: kept until its owner has handled it.</summary>
internal sealed class RemoteCommand(ClusterNode node, long id, RoomId room, CommandForm form, Command command)
{
    private readonly byte[] bytes = form.Write(command);
    private int answered;

    public long Id => id;

    public long ExpiresAt { get; } = node.Now + Timing.Ask;

    public void Send(int shard, Route route)
    {
        if (route.Link is { } link) link.Command(shard, route.Epoch, id, room, form.Type.Name, bytes);
        else route.Owned!.TryRun(() => node.Run(room, form, bytes, answer => node.Answered(shard, id, answer)));
    }

    public void Answered(byte[]? answer)
    {
        if (Interlocked.Exchange(ref answered, 1) == 0) form.Answered(command, answer);
    }
}

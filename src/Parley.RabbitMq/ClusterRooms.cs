using Parley.Core.Rooms;

namespace Parley.RabbitMq;

/// <summary>
/// All rooms of all nodes. Sessions live where their rooms do, so what they ask stays there; what others ask crosses to
/// the room's owner, if it has a <see cref="CommandForm"/>.
/// </summary>
/// <param name="here">The rooms of this node.</param>
/// <param name="node">This node among the others; made by those whose sessions it opens, so not asked for at once.</param>
public sealed class ClusterRooms(IRooms here, Lazy<ClusterNode> node) : IRooms
{
    /// <inheritdoc/>
    public void Dispatch(RoomId room, Command command)
    {
        if (!node.Value.TryDispatch(room, command)) here.Dispatch(room, command);
    }
}

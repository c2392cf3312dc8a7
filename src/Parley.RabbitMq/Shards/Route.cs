using Parley.RabbitMq.Wire;

namespace Parley.RabbitMq.Shards;

/// <summary>Where a shard is: here, at another node, or nowhere for now.</summary>
/// <param name="Epoch">Of the ownership; 0 when there is none.</param>
/// <param name="Owned">When it is here.</param>
/// <param name="Node">When it is elsewhere: that node's id.</param>
/// <param name="Link">When it is elsewhere: the way there.</param>
internal sealed record Route(long Epoch, OwnedShard? Owned, long Node, OutLink? Link)
{
    public static readonly Route None = new(0, null, 0, null);

    public bool IsNone => Owned is null && Link is null;
}

namespace Parley.Protocols.World;

/// <summary>What of its zone's presence a client was given.</summary>
internal struct Delivery
{
    /// <summary>The first tick of which what waits for the client has the changes; meaningless when nothing waits.</summary>
    public long Since;
}

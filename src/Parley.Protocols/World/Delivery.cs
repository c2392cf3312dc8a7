namespace Parley.Protocols.World;

/// <summary>What of its zone's presence a client was given and has not got.</summary>
internal struct Delivery
{
    /// <summary>The first tick whose changes are in what waits for the client, or were in what was dropped.</summary>
    public long Since;

    /// <summary>Whether what waited was dropped, so that the next tick has to tell it again.</summary>
    public bool Dropped;
}

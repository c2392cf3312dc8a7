using Parley.Protocols.GuestCall;

namespace Parley.Server.Guests;

/// <summary>What is kept with a guest's Socket.IO connection: the guest's session, or the way to where it is.</summary>
internal abstract class GuestSocket(Guest guest)
{
    /// <summary>Whose connection it is.</summary>
    public Guest Guest => guest;

    /// <summary>
    /// Whether a client that comes back may go on as if nothing had been. Not when this node has lost touch with where its
    /// session is: what else happened to it, that its match is over for instance, it would never be told.
    /// </summary>
    public virtual bool MayBeRecovered => true;

    /// <summary>The client sent an event.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="argument">Its first argument, valid JSON; empty when there is none.</param>
    public abstract void Receive(string name, ReadOnlySpan<byte> argument);

    /// <summary>The connection is over.</summary>
    public abstract void Ended();
}

using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>One who is in a room: a session here, one on another node, or a media server.</summary>
public interface IPeer
{
    /// <summary>Names it among all peers of this node.</summary>
    PeerId Id { get; }

    /// <summary>
    /// Hands over an event; what one thread hands over arrives in that order. Never blocks, never throws, may be called
    /// from any thread and under a room's lock. <c>false</c> when the peer is ending or too slow and will not get it.
    /// </summary>
    bool TryDeliver(Event message);

    /// <summary>Ends the peer once it has got what was delivered before. As safe to call as <see cref="TryDeliver"/>.</summary>
    void Close(CloseCode code, string reason);
}

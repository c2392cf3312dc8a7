using Parley.Core.Sessions;

namespace Parley.Core.Rooms;

/// <summary>One peer's place in a room.</summary>
public interface IMember
{
    /// <summary>Who gets the events.</summary>
    IPeer Peer { get; }

    /// <summary>The user the peer acts for.</summary>
    string UserId { get; }
}

using Parley.Core.Sessions;

namespace Parley.Core.Rooms;

/// <summary>Something that a room is asked to do. What comes of it goes to peers as events; nothing is returned.</summary>
/// <param name="Sender">Who asks, and is told when it fails; <c>null</c> where the server itself asks.</param>
public abstract record Command(IPeer? Sender);

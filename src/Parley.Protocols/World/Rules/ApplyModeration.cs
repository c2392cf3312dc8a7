using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Storage;

namespace Parley.Protocols.World;

/// <summary>A moderator of this world, on this node or another, did something that holds for a time.</summary>
/// <param name="Change">What.</param>
public sealed record ApplyModeration(UserModerated Change) : Command((IPeer?)null);

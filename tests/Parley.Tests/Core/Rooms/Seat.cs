using Parley.Core.Rooms;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Rooms;

/// <summary>A member of which nothing more is known than who it is.</summary>
internal sealed record Seat(IPeer Peer, string UserId) : IMember;

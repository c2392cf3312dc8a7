using Parley.Core.Turn;

namespace Parley.Server.Rest;

/// <summary>For an <c>RTCPeerConnection</c>'s configuration.</summary>
/// <param name="IceServers">As <c>RTCIceServer</c>.</param>
internal sealed record IceServersBody(IReadOnlyList<IceServer> IceServers);

/// <summary>What the demo needs for a call.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Token">A JWT, good for 12 hours.</param>
/// <param name="RoomId">The room, made from its name.</param>
/// <param name="IceServers">As <c>RTCIceServer</c>.</param>
internal sealed record DemoSessionBody(string UserId, string Token, Guid RoomId, IReadOnlyList<IceServer> IceServers);

using Parley.Core.Turn;

namespace Parley.Server.Rest;

/// <summary>For an <c>RTCPeerConnection</c>'s configuration.</summary>
/// <param name="IceServers">As <c>RTCIceServer</c>.</param>
internal sealed record IceServersBody(IReadOnlyList<IceServer> IceServers);

/// <summary>What the demo needs for a call.</summary>
/// <param name="UserId">The user.</param>
/// <param name="Token">A JWT, good for 12 hours.</param>
/// <param name="RoomId">The room, made from its name.</param>
/// <param name="WorkspaceId">The workspace of the token; <c>demo</c> unless asked otherwise.</param>
/// <param name="Roles">What the user is there; <c>Member</c> unless asked otherwise.</param>
/// <param name="IceServers">As <c>RTCIceServer</c>.</param>
internal sealed record DemoSessionBody(
    string UserId, string Token, Guid RoomId, string WorkspaceId, IReadOnlyList<string> Roles,
    IReadOnlyList<IceServer> IceServers);

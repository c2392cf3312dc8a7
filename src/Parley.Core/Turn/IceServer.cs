namespace Parley.Core.Turn;

/// <summary>A STUN or TURN server as a client configures it: an <c>RTCIceServer</c> (WebRTC 1.0, section 4.2.2).</summary>
/// <param name="Urls"><c>stun:</c>, <c>turn:</c> and <c>turns:</c> URLs.</param>
/// <param name="Username">For TURN; <c>null</c> for STUN.</param>
/// <param name="Credential">For TURN; <c>null</c> for STUN.</param>
public sealed record IceServer(IReadOnlyList<string> Urls, string? Username = null, string? Credential = null);

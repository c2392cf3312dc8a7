namespace Parley.Core.Media;

/// <summary>An ICE candidate (RFC 8839, section 5.1), as browsers describe one.</summary>
/// <param name="Candidate">The attribute's value: <c>candidate:…</c>.</param>
/// <param name="SdpMid">The media section's <c>a=mid</c>; or <c>null</c>.</param>
/// <param name="SdpMLineIndex">The media section's place; or <c>null</c>.</param>
public sealed record RemoteCandidate(string Candidate, string? SdpMid, int? SdpMLineIndex);

using System.Net;

namespace Parley.Janus.Hls;

/// <summary>Where a media server is to send a track, and how its packets have to look to be taken.</summary>
/// <param name="Mid">Which media section.</param>
/// <param name="Simulcast">Whether it comes in several qualities, of which the best is to be sent.</param>
/// <param name="Address">The address to send to.</param>
/// <param name="Port">The UDP port there.</param>
/// <param name="PayloadType">The payload type to send.</param>
/// <param name="Ssrc">The SSRC to send: packets with another are dropped, so that a stranger would have to guess it.</param>
public sealed record RtpTarget(string Mid, bool Simulcast, IPAddress Address, int Port, int PayloadType, uint Ssrc);

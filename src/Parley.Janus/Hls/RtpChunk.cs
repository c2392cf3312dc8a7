namespace Parley.Janus.Hls;

/// <summary>A packet on its way to ffmpeg.</summary>
/// <param name="Track">The place of its track among the stream's.</param>
/// <param name="IsReport">Whether it is RTCP.</param>
/// <param name="Data">The packet; the buffer goes back to the pool once it is sent.</param>
/// <param name="Length">How much of the buffer it is.</param>
internal readonly record struct RtpChunk(int Track, bool IsReport, byte[] Data, int Length);

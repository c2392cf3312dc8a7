namespace Parley.Janus.Hls;

/// <summary>What a publisher may send to have it packaged.</summary>
public enum HlsCodec
{
    /// <summary>Opus (RFC 7587).</summary>
    Opus,

    /// <summary>VP8 (RFC 7741).</summary>
    Vp8,

    /// <summary>VP9 (RFC 9628).</summary>
    Vp9,

    /// <summary>H.264 (RFC 6184), not interleaved.</summary>
    H264,
}

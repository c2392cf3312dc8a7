namespace Parley.Janus.Hls;

/// <summary>One media section of an uplink.</summary>
/// <param name="Mid">Its <c>a=mid</c>, by which the media server knows it.</param>
/// <param name="Codec">What was agreed on.</param>
public sealed record HlsTrack(string Mid, HlsCodec Codec)
{
    /// <summary>Whether the publisher sends it in several qualities at once (RFC 8853).</summary>
    public bool Simulcast { get; init; }

    internal bool IsVideo => Codec != HlsCodec.Opus;

    /// <summary>Ticks of its RTP timestamps, a second.</summary>
    internal int ClockRate => IsVideo ? 90_000 : 48_000;

    /// <summary>As an <c>a=rtpmap</c> has it (RFC 8866, section 6.6).</summary>
    internal string RtpMap => Codec switch
    {
        HlsCodec.Opus => "opus/48000/2",
        HlsCodec.Vp8 => "VP8/90000",
        HlsCodec.Vp9 => "VP9/90000",
        _ => "H264/90000",
    };
}

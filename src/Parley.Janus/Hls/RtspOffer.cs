using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Parley.Janus.Hls;

/// <summary>A stream that is held ready for one ffmpeg.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A source without a timer holds nothing.")]
internal sealed class RtspOffer(IReadOnlyList<HlsTrack> tracks, IReadOnlyList<RtpTarget> targets, IReadOnlyList<int> places, RtpQueue queue)
{
    private readonly CancellationTokenSource withdrawn = new();
    private int taken;

    /// <summary>Names it in the URL. Nobody else on this machine can guess it.</summary>
    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public RtpQueue Queue => queue;

    /// <summary>When this ends its reader takes nothing any more: what comes is another's.</summary>
    public CancellationToken Withdrawn => withdrawn.Token;

    public void Withdraw() => withdrawn.Cancel();

    /// <summary>Whether the caller is the first to ask: there is one reader.</summary>
    public bool TryTake() => Interlocked.Exchange(ref taken, 1) == 0;

    /// <summary>The interleaved channel of a track's RTP (RFC 2326, section 10.12), or <c>null</c> when it is not told of.</summary>
    public int? ChannelOf(int place)
    {
        for (var i = 0; i < places.Count; i++)
        {
            if (places[i] == place) return i * 2;
        }

        return null;
    }

    /// <summary>What the packets are (RFC 8866).</summary>
    public string Describe()
    {
        var sdp = new StringBuilder("v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n");
        for (var i = 0; i < places.Count; i++)
        {
            var (track, type) = (tracks[places[i]], targets[places[i]].PayloadType);
            sdp.Append(CultureInfo.InvariantCulture, $"m={(track.IsVideo ? "video" : "audio")} 0 RTP/AVP {type}\r\n");
            sdp.Append(CultureInfo.InvariantCulture, $"a=rtpmap:{type} {track.RtpMap}\r\n");
            if (track.Codec == HlsCodec.H264)
                sdp.Append(CultureInfo.InvariantCulture, $"a=fmtp:{type} packetization-mode=1\r\n");
            sdp.Append(CultureInfo.InvariantCulture, $"a=control:track={i}\r\n");
        }

        return sdp.ToString();
    }
}

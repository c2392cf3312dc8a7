using Parley.Core.Media;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

public sealed class HlsMediaOfAnswers
{
    private const string Session = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\n";

    private const string Opus = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=recvonly\r\na=rtpmap:111 opus/48000/2\r\n";

    [Theory]
    [InlineData("VP8", HlsCodec.Vp8)]
    [InlineData("VP9", HlsCodec.Vp9)]
    [InlineData("H264", HlsCodec.H264)]
    [InlineData("vp8", HlsCodec.Vp8)]
    public void Sound_and_picture_are_found_with_their_codecs(string name, HlsCodec codec) =>
        HlsMedia.Of(Session + Opus + Video("1", name)).ShouldBe(new HlsMedia(new HlsTrack("0", HlsCodec.Opus), new HlsTrack("1", codec)));

    [Fact]
    public void A_picture_in_several_qualities_is_known_by_its_simulcast_line()
    {
        HlsMedia.Of(Session + Video("1", "VP8") + "a=simulcast:recv h;m;l\r\n").Video!.Simulcast.ShouldBeTrue();
        HlsMedia.Of(Session + Video("1", "VP8")).Video!.Simulcast.ShouldBeFalse();
    }

    [Fact]
    public void The_codec_is_the_one_that_the_section_names_first() =>
        HlsMedia.Of(Session + "m=video 9 UDP/TLS/RTP/SAVPF 98 96\r\na=mid:v\r\na=rtpmap:96 VP8/90000\r\na=rtpmap:98 VP9/90000\r\n")
            .Video.ShouldBe(new HlsTrack("v", HlsCodec.Vp9));

    [Fact]
    public void Sections_that_were_refused_do_not_count() =>
        HlsMedia.Of(Session + Opus + Video("1", "VP8").Replace("m=video 9", "m=video 0", StringComparison.Ordinal)).Video.ShouldBeNull();

    [Fact]
    public void Sections_without_media_do_not_count() =>
        HlsMedia.Of(Session + Opus + Video("1", "VP8") + "a=inactive\r\n").Video.ShouldBeNull();

    [Fact]
    public void Of_several_pictures_the_first_counts() =>
        HlsMedia.Of(Session + Video("1", "VP8") + Video("2", "H264")).Video.ShouldBe(new HlsTrack("1", HlsCodec.Vp8));

    [Theory]
    [InlineData("")]
    [InlineData("m=audio 9 UDP/TLS/RTP/SAVPF 8\r\na=mid:0\r\na=rtpmap:8 PCMA/8000\r\n")]
    [InlineData("m=video 9 UDP/TLS/RTP/SAVPF 45\r\na=mid:0\r\na=rtpmap:45 AV1/90000\r\n")]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:0\r\n")]
    [InlineData("m=\r\nm=audio\r\nm=video 9 x\r\n")]
    public void What_can_not_be_packaged_is_refused_with_what_to_offer(string sections)
    {
        var refusal = Should.Throw<MediaException>(() => HlsMedia.Of(Session + sections));

        refusal.Fault.ShouldBe(MediaFault.BadRequest);
        refusal.Message.ShouldContain("Opus");
    }

    private static string Video(string mid, string codec) =>
        $"m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=mid:{mid}\r\na=recvonly\r\na=rtpmap:96 {codec}/90000\r\n";
}

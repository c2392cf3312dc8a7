namespace Parley.Bench.Media;

/// <summary>SDP about as long as a browser's for one microphone and one camera.</summary>
internal static class Sdp
{
    internal static readonly string Text = string.Join(
        "\r\n",
        [
            "v=0", "o=- 4611731400430051336 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1", "a=msid-semantic: WMS s",
            "m=audio 9 UDP/TLS/RTP/SAVPF 111", .. Common("0"), "a=rtpmap:111 opus/48000/2", "a=fmtp:111 minptime=10;useinbandfec=1",
            .. Extensions,
            "m=video 9 UDP/TLS/RTP/SAVPF 96 97", .. Common("1"), "a=rtpmap:96 VP8/90000", "a=rtcp-fb:96 goog-remb",
            "a=rtcp-fb:96 transport-cc", "a=rtcp-fb:96 ccm fir", "a=rtcp-fb:96 nack", "a=rtcp-fb:96 nack pli", "a=rtpmap:97 rtx/90000",
            "a=fmtp:97 apt=96", .. Extensions, "",
        ]);

    private static IEnumerable<string> Extensions => Enumerable.Range(1, 14).Select(i => $"a=extmap:{i} urn:ietf:params:rtp-hdrext:sdes:extension-{i}");

    private static IEnumerable<string> Common(string mid) =>
    [
        "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0", "a=ice-ufrag:Wq3c", "a=ice-pwd:Yd8t4o0tHkfj2YkM4nDaQb1C", "a=ice-options:trickle",
        "a=fingerprint:sha-256 9A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9",
        "a=setup:actpass", $"a=mid:{mid}", "a=sendrecv", $"a=msid:s t{mid}", "a=rtcp-mux", "a=rtcp-rsize",
    ];
}

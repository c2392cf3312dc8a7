using Parley.Protocols.Live.Whip;

namespace Parley.Tests.Protocols.Live;

/// <summary>Fragments of SDP that carry ICE (RFC 8840, section 9), as clients write them.</summary>
public sealed class IceFragments
{
    private const string Offer =
        "v=0\r\no=- 5228595038118931041 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=ice-options:trickle ice2\r\n"
        + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\nc=IN IP4 0.0.0.0\r\na=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\na=mid:0\r\na=sendonly\r\n"
        + "a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\na=end-of-candidates\r\n"
        + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\na=mid:1\r\n";

    [Fact]
    public void The_RFCs_own_example_is_read()
    {
        var fragment = Read(
            "a=group:BUNDLE 0 1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n"
            + "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1\r\n"
            + "a=candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0 ufrag EsAw network-id 1\r\n"
            + "a=end-of-candidates\r\n");

        fragment.Ufrag.ShouldBe("EsAw");
        fragment.Password.ShouldBe("P2uYro0UCOQ4zxjKXaWCBui1");
        fragment.Ended.ShouldBeTrue();
        fragment.Candidates.Count.ShouldBe(2);
        fragment.Candidates[1].ShouldBe(new(
            "candidate:473322822 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active generation 0 ufrag EsAw network-id 1", "0", 0));
        fragment.Restarts(Offer).ShouldBeFalse();
    }

    [Fact]
    public void Name_and_password_may_stand_before_the_sections_and_candidates_belong_to_theirs()
    {
        var fragment = Read(
            "a=ice-ufrag:EsAw\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\nm=audio 9 RTP/AVP 0\na=mid:0\na=candidate:1 x\nm=audio 9 RTP/AVP 0\na=mid:1\na=candidate:1 x\n");

        fragment.Candidates.Select(c => (c.SdpMid, c.SdpMLineIndex)).ShouldBe([("0", 0), ("1", 1)]);
        fragment.Ended.ShouldBeFalse();
    }

    [Fact]
    public void Without_a_name_it_goes_on_with_the_ICE_session_there_is() =>
        Read("a=candidate:1 x\n").Restarts(Offer).ShouldBeFalse();

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("candidate:1 1 udp 1 192.0.2.1 1 typ host")]
    [InlineData("a=mid:0\r\n{}\r\n")]
    [InlineData("a=ice-ufrag:x")]
    [InlineData("a=ice-pwd:x")]
    public void What_is_none_is_refused(string text)
    {
        IceFragment.Read(text, out var fault).ShouldBeNull();
        fault.ShouldNotBeEmpty();
    }

    [Fact]
    public void Candidates_are_bounded()
    {
        IceFragment.Read(string.Concat(Enumerable.Repeat("a=candidate:1 x\n", 101)), out var fault).ShouldBeNull();
        fault.ShouldContain("100");
    }

    [Fact]
    public void A_restart_is_the_same_offer_with_another_ICE_session_and_without_the_candidates_of_the_old_one()
    {
        var fragment = Read("a=ice-ufrag:ysXw\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\na=candidate:1 x\n");

        fragment.Restarts(Offer).ShouldBeTrue();
        var restarted = fragment.Restarted(Offer);

        restarted.ShouldBe(
            Offer.Replace("EsAw", "ysXw", StringComparison.Ordinal)
                .Replace("P2uYro0UCOQ4zxjKXaWCBui1", "vw5LmwG4y/e6dPP/zAP9Gp5k", StringComparison.Ordinal)
                .Replace("5228595038118931041 2 ", "5228595038118931041 3 ", StringComparison.Ordinal)
                .Replace("a=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\na=end-of-candidates\r\n", "", StringComparison.Ordinal));
        fragment.Restarts(restarted).ShouldBeFalse();
    }

    [Fact]
    public void Of_an_answer_the_ICE_session_of_its_first_section_is_told()
    {
        IceFragment.Of(Offer).ShouldBe(
            "a=group:BUNDLE 0 1\r\na=ice-options:trickle ice2\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=ice-ufrag:EsAw\r\n"
            + "a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\na=end-of-candidates\r\n");
    }

    private static IceFragment Read(string text)
    {
        var fragment = IceFragment.Read(text, out var fault);
        fault.ShouldBeEmpty();
        return fragment!;
    }
}

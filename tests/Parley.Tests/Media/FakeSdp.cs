using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>Session descriptions (RFC 8866) that are enough for a server without media.</summary>
internal static class FakeSdp
{
    private const int Longest = 64 * 1024;

    /// <summary>An offer with a section for each medium, like <c>audio</c>.</summary>
    public static string Offer(params IEnumerable<string> media) => Description(1, media);

    /// <summary>The media server's offer of what a publisher sends.</summary>
    public static string Offer(string published, int id) => Description(id, Media(published));

    public static string Answer(string offer, int id) => Description(id, Media(offer));

    public static void CheckOffer(string sdp, bool audioOnly)
    {
        Check(sdp);
        if (audioOnly && Media(sdp).Contains("video"))
            throw new MediaException(MediaFault.BadRequest, "The room is for audio only: offer no video.");
    }

    public static void CheckAnswer(string sdp) => Check(sdp);

    private static void Check(string sdp)
    {
        if (!sdp.StartsWith("v=0", StringComparison.Ordinal) || sdp.Length > Longest || !Media(sdp).Any(m => m is "audio" or "video"))
            throw new MediaException(MediaFault.BadRequest, "That is no session description with media.");
    }

    private static IEnumerable<string> Media(string sdp) =>
        from line in sdp.Split('\n')
        where line.StartsWith("m=", StringComparison.Ordinal)
        select line[2..].Split(' ')[0];

    private static string Description(int id, IEnumerable<string> media) =>
        $"v=0\r\no=- {id} 1 IN IP4 192.0.2.1\r\ns=-\r\nt=0 0\r\n"
        + string.Concat(media.Select((medium, mid) => $"m={medium} 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:{mid}\r\n"));
}

using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>What others on this machine get at the port where ffmpeg fetches streams.</summary>
public sealed class RtspConnections : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly RtspServer server = new(NullLogger.Instance);
    private readonly RtpQueue queue = new();
    private readonly RtspOffer offer;
    private readonly Uri url;

    public RtspConnections()
    {
        var tracks = HlsStage.SoundAndPicture.Tracks.ToArray();
        RtpTarget[] targets =
        [
            new("0", false, System.Net.IPAddress.Loopback, 1, 111, 1),
            new("1", true, System.Net.IPAddress.Loopback, 2, 96, 2),
        ];
        offer = new RtspOffer(tracks, targets, [1], queue);
        url = server.Put(offer);
    }

    [Fact]
    public async Task A_stream_is_described_and_sent_to_who_knows_its_token()
    {
        using var client = new TcpClient(url.Host, url.Port);
        (await Ask(client, $"DESCRIBE {url} RTSP/1.0\r\nCSeq: 2\r\n\r\n")).ShouldSatisfyAllConditions(
            a => a.ShouldStartWith("RTSP/1.0 200 OK\r\nCSeq: 2\r\n"),
            a => a.ShouldContain("m=video 0 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n"),
            a => a.ShouldNotContain("m=audio"));
        (await Ask(client, $"SETUP {url}/track=0 RTSP/1.0\r\nCSeq: 3\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n\r\n"))
            .ShouldContain("interleaved=0-1");

        queue.TryWrite(0, false, [1, 1, 1]);
        queue.TryWrite(1, true, [2, 2]);
        queue.TryWrite(1, false, [3, 3, 3]);
        await Ask(client, $"PLAY {url} RTSP/1.0\r\nCSeq: 4\r\n\r\n");

        var sent = new byte[13];
        await client.GetStream().ReadExactlyAsync(sent).AsTask().WaitAsync(Patience);
        sent.ShouldBe<byte>([(byte)'$', 1, 0, 2, 2, 2, (byte)'$', 0, 0, 3, 3, 3, 3]);
    }

    [Fact]
    public async Task Who_does_not_know_the_token_gets_nothing()
    {
        using var client = new TcpClient(url.Host, url.Port);

        (await Ask(client, $"DESCRIBE rtsp://127.0.0.1:{url.Port}/0123 RTSP/1.0\r\nCSeq: 2\r\n\r\n")).ShouldStartWith("RTSP/1.0 404");
    }

    [Fact]
    public async Task There_is_one_reader()
    {
        using var first = new TcpClient(url.Host, url.Port);
        using var second = new TcpClient(url.Host, url.Port);
        (await Ask(first, $"DESCRIBE {url} RTSP/1.0\r\nCSeq: 2\r\n\r\n")).ShouldStartWith("RTSP/1.0 200");

        (await Ask(second, $"DESCRIBE {url} RTSP/1.0\r\nCSeq: 2\r\n\r\n")).ShouldStartWith("RTSP/1.0 404");
    }

    [Fact]
    public async Task What_was_withdrawn_is_not_there()
    {
        server.Withdraw(offer);
        using var client = new TcpClient(url.Host, url.Port);

        (await Ask(client, $"DESCRIBE {url} RTSP/1.0\r\nCSeq: 2\r\n\r\n")).ShouldStartWith("RTSP/1.0 404");
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\r\n\r\n")]
    [InlineData("OPTIONS x RTSP/1.0\r\nContent-Length: 99999999\r\n\r\n")]
    [InlineData("OPTIONS x RTSP/1.0\r\nContent-Length: -1\r\n\r\n")]
    public async Task Who_speaks_something_else_is_cut(string text)
    {
        using var client = new TcpClient(url.Host, url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text));

        (await IsCutAsync(client)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_request_without_end_is_cut()
    {
        using var client = new TcpClient(url.Host, url.Port);
        var line = Encoding.ASCII.GetBytes("OPTIONS x RTSP/1.0\r\nX: " + new string('x', 5000));

        await client.GetStream().WriteAsync(line);

        (await IsCutAsync(client)).ShouldBeTrue();
    }

    [Fact]
    public async Task Reports_of_the_reader_are_passed_over()
    {
        using var client = new TcpClient(url.Host, url.Port);
        await client.GetStream().WriteAsync(new byte[] { (byte)'$', 1, 0, 3, 9, 9, 9, (byte)'$', 1, 0, 0 });

        (await Ask(client, $"OPTIONS {url} RTSP/1.0\r\nCSeq: 7\r\n\r\n")).ShouldStartWith("RTSP/1.0 200 OK\r\nCSeq: 7\r\n");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private static async Task<bool> IsCutAsync(TcpClient client)
    {
        try
        {
            return await client.GetStream().ReadAsync(new byte[1]).AsTask().WaitAsync(Patience) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <summary>Sends a request and reads its answer, and no byte of what comes after.</summary>
    private static async Task<string> Ask(TcpClient client, string request)
    {
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        var answer = "";
        var one = new byte[1];
        while (!answer.EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await client.GetStream().ReadExactlyAsync(one).AsTask().WaitAsync(Patience);
            answer += (char)one[0];
        }

        const string Length = "Content-Length: ";
        var header = answer.Split("\r\n").FirstOrDefault(l => l.StartsWith(Length, StringComparison.Ordinal));
        var body = new byte[header is null ? 0 : int.Parse(header[Length.Length..], System.Globalization.CultureInfo.InvariantCulture)];
        await client.GetStream().ReadExactlyAsync(body).AsTask().WaitAsync(Patience);
        return answer + Encoding.ASCII.GetString(body);
    }
}

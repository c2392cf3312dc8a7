using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Janus.Hls;

namespace Parley.Tests.Media.Hls;

/// <summary>What the server answers; the files are written by hand here.</summary>
public sealed class ServingHls
{
    private const string List = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:1.0,\n7.ts\n";

    [Fact]
    public async Task A_playlist_has_its_type_and_is_asked_for_again()
    {
        await using var host = await ParleyHost.StartAsync();
        var stream = Stream(host);

        using var response = await host.Http.GetAsync(stream.PlaylistPath);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/vnd.apple.mpegurl");
        response.Headers.CacheControl!.NoCache.ShouldBeTrue();
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        (await response.Content.ReadAsStringAsync()).ShouldBe(List);
    }

    [Fact]
    public async Task A_segment_has_its_type_and_may_be_kept()
    {
        await using var host = await ParleyHost.StartAsync();
        Stream(host);

        using var response = await host.Http.GetAsync("/live/alice/camera/7.ts");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("video/mp2t");
        response.Headers.CacheControl!.Public.ShouldBeTrue();
        response.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(60));
        response.Content.Headers.ContentLength.ShouldBe(4);
        (await response.Content.ReadAsStringAsync()).ShouldBe("7777");
    }

    [Theory]
    [InlineData("/live/alice/camera/playlist.m3u8")]
    [InlineData("/live/alice/camera/7.ts")]
    public async Task Heads_alone_are_given(string path)
    {
        await using var host = await ParleyHost.StartAsync();
        Stream(host);

        using var response = await host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Pages_of_configured_origins_may_play_and_others_may_not()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Origins"] = "https://meet.example.org" });
        Stream(host);

        (await AllowedFor("https://meet.example.org")).ShouldBe("https://meet.example.org");
        (await AllowedFor("https://other.example.org")).ShouldBeNull();

        async Task<string?> AllowedFor(string origin)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/live/alice/camera/7.ts") { Headers = { { "Origin", origin } } };
            using var response = await host.Http.SendAsync(request);
            return response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
        }
    }

    [Theory]
    [InlineData("/live/alice/camera/8.ts")]
    [InlineData("/live/alice/camera/07x.ts")]
    [InlineData("/live/alice/camera/-7.ts")]
    [InlineData("/live/alice/camera/7.ts.tmp")]
    [InlineData("/live/alice/camera/7")]
    [InlineData("/live/alice/camera/.ts")]
    [InlineData("/live/alice/camera/99999999999999999999999.ts")]
    [InlineData("/live/alice/camera/secret.txt")]
    [InlineData("/live/alice/camera/..%2F7.ts")]
    [InlineData("/live/alice/camera/..%2F..%2Fdevelopment.key")]
    [InlineData("/live/alice/camera/%2Fetc%2Fpasswd")]
    [InlineData("/live/alice/camera/..%5C..%5Cdevelopment.key")]
    [InlineData("/live/alice/camera/%2e%2e/%2e%2e/playlist.m3u8")]
    [InlineData("/live/alice/camera/../../../../../../etc/passwd")]
    [InlineData("/live/alice/../playlist.m3u8")]
    [InlineData("/live/..%2F..%2F/camera/playlist.m3u8")]
    [InlineData("/live/alice/camera%00/playlist.m3u8")]
    [InlineData("/live/alice/camera/7.ts%00.txt")]
    [InlineData("/live/bob/camera/playlist.m3u8")]
    [InlineData("/live/ALICE/camera/playlist.m3u8")]
    [InlineData("/live/alice/screen/7.ts")]
    public async Task Whatever_else_is_asked_for_is_not_there(string path)
    {
        await using var host = await ParleyHost.StartAsync();
        var stream = Stream(host);
        await File.WriteAllTextAsync(Path.Combine(stream.Files.Folder, "secret.txt"), "hunter2");
        await File.WriteAllTextAsync(Path.Combine(stream.Files.Folder, "7.ts.tmp"), "hunter2");

        var (status, body) = await RawAsync(host.Url, path);

        status.ShouldBeOneOf(400, 404);
        body.ShouldNotContain("hunter2");
        body.ShouldNotContain(stream.Files.Folder);
    }

    [Fact]
    public async Task Names_with_anything_in_them_are_found_by_their_path()
    {
        await using var host = await ParleyHost.StartAsync();
        var stream = Stream(host, new HlsName("auth0|al/ice ü%2F..", "a?b#c"));

        (await host.Http.GetStringAsync(stream.PlaylistPath)).ShouldBe(List);
    }

    [Fact]
    public async Task Who_comes_before_the_first_segment_waits_for_it()
    {
        await using var host = await ParleyHost.StartAsync();
        var stream = Open(host, new HlsName("alice", "camera"));
        var asked = host.Http.GetStringAsync(stream.PlaylistPath);

        await Write(stream);

        (await asked).ShouldBe(List);
    }

    [Fact]
    public async Task Who_comes_when_no_media_does_is_told_to_come_again()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(time));
        var stream = Open(host, new HlsName("alice", "camera"));
        var asking = host.Http.GetAsync(stream.PlaylistPath);
        while (!asking.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        using var response = await asking;
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_stream_that_ended_says_so_and_a_minute_later_is_not_there()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UtcNow);
        await using var host = await ParleyHost.StartAsync(configure: b => b.Services.AddSingleton<TimeProvider>(time));
        var stream = Stream(host);
        await stream.DisposeAsync();

        (await host.Http.GetStringAsync(stream.PlaylistPath)).ShouldBe(List + "#EXT-X-ENDLIST\n");
        (await host.Http.GetStringAsync("/live/alice/camera/7.ts")).ShouldBe("7777");

        time.Advance(TimeSpan.FromSeconds(61));
        (await host.Http.GetAsync(stream.PlaylistPath)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await host.Http.GetAsync("/live/alice/camera/7.ts")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    private static HlsStream Stream(ParleyHost host, HlsName? name = null)
    {
        var stream = Open(host, name ?? new HlsName("alice", "camera"));
        Write(stream).GetAwaiter().GetResult();
        return stream;
    }

    private static HlsStream Open(ParleyHost host, HlsName name) =>
        host.Services.GetRequiredService<HlsPackager>().Open(name, HlsStage.SoundAndPicture, () => { });

    private static async Task Write(HlsStream stream)
    {
        await File.WriteAllTextAsync(Path.Combine(stream.Files.Folder, "7.ts"), "7777");
        var draft = Path.Combine(stream.Files.Folder, "playlist.m3u8.tmp");
        await File.WriteAllTextAsync(draft, List);
        File.Move(draft, Path.Combine(stream.Files.Folder, "playlist.m3u8"));
    }

    /// <summary>As it is written: clients' libraries would tidy the path.</summary>
    private static async Task<(int Status, string Body)> RawAsync(Uri server, string path)
    {
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var text = await reader.ReadToEndAsync();
        return (int.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), text);
    }
}

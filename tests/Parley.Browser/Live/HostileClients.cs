using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Parley.Browser.Hosting;
using Parley.Browser.Media;
using Parley.Browser.Networks;

namespace Parley.Browser.Live;

/// <summary>Clients who mean ill, or vanish, against a real Janus: each gets its code, and Janus is left clean.</summary>
[Collection(nameof(MediaHosts))]
public sealed class HostileClients(MediaHosts hosts) : IAsyncLifetime
{
    private const string Transport =
        "c=IN IP4 0.0.0.0\r\na=ice-ufrag:Wq3c\r\na=ice-pwd:Yd8t4o0tHkfj2YkM4nDaQb1C\r\na=ice-options:trickle\r\n"
        + "a=fingerprint:sha-256 9A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9:0A:1B:2C:3D:4E:5F:60:71:82:93:A4:B5:C6:D7:E8:F9\r\n"
        + "a=setup:actpass\r\na=sendonly\r\na=rtcp-mux\r\n";

    /// <summary>One that Janus answers; nobody is at its address.</summary>
    private const string Offer =
        "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0\r\n"
        + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n" + Transport + "a=mid:0\r\na=rtpmap:111 opus/48000/2\r\n";

    /// <summary>Media sections of the right form that say nothing one could use.</summary>
    private static readonly string[] Useless =
    [
        "m=audio\r\n",
        "m=audio 9\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n",
        "m=audio 99999999999999999999 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\n",
        "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:\r\na=mid\r\na=fmtp:\r\na=extmap:\r\na=ssrc:\r\na=rid:\r\n",
        "m=%s%s%s%n 9 UDP/TLS/RTP/SAVPF 111\r\nm=audio 9 x 1\r\n",
        "c=IN IP4\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=fingerprint:\r\na=setup:\r\na=candidate:\r\n",
        "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n",
    ];

    private static int lastPort = 8600;

    private JanusProcess? janus;
    private ParleyProcess? parley;
    private CuttableRoute? way;

    private JanusProcess Janus => janus ?? throw new InvalidOperationException("It has not been started yet.");

    private CuttableRoute Way => way ?? throw new InvalidOperationException("It has not been started yet.");

    public async ValueTask InitializeAsync()
    {
        janus = await JanusProcess.StartAsync(hosts.Media, MediaHosts.Address);
        var port = Interlocked.Increment(ref lastPort);
        parley = await ParleyProcess.StartOnAsync(hosts.Media, $"http://127.0.0.1:{port}", new Dictionary<string, string>(janus.Options(0))
        {
            ["Parley:Live:Grace"] = "1s",
            ["Parley:Live:EmptyTimeout"] = "1s",
            ["Parley:Live:WatchTimeout"] = "2s",
            ["Parley:Limits:MessagesPerSecond"] = "10000",
            ["Parley:Limits:Burst"] = "10000",
        });
        way = new CuttableRoute(() => NamespaceSockets.ConnectAsync(hosts.Media, new IPEndPoint(IPAddress.Loopback, port)));
    }

    public async ValueTask DisposeAsync()
    {
        if (way is not null) await way.DisposeAsync();
        if (parley is not null) await parley.DisposeAsync();
        if (janus is not null) await janus.DisposeAsync();
    }

    [Fact]
    public async Task An_offer_that_Janus_cannot_use_is_2001_or_500_and_the_next_is_taken()
    {
        await using var alice = await LiveSocket.JoinAsync(Way, "alice");
        foreach (var sections in Useless)
        {
            var code = await alice.AskAsync("offer", Sdp($"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n{sections}"));
            new[] { 2001, 500 }.ShouldContain(code, sections);
        }

        (await alice.AskAsync("offer", Sdp(Offer))).ShouldBe(200);
        (await alice.AskAsync("leave")).ShouldBe(200);
        await IsCleanAsync();
    }

    [Fact]
    public async Task Video_comes_into_no_room_for_audio_however_it_is_written()
    {
        await using var alice = await LiveSocket.JoinAsync(Way, "alice", channel: "a2m");
        foreach (var section in (string[])["m=Video 9 UDP/TLS/RTP/SAVPF 96", "m= video 9 UDP/TLS/RTP/SAVPF 96", "m=video\t9 UDP/TLS/RTP/SAVPF 96"])
            (await alice.AskAsync("offer", Sdp($"{Offer}{section}\r\n{Transport}a=mid:1\r\na=rtpmap:96 VP8/90000\r\n"))).ShouldBe(2001, section);

        await IsCleanAsync();
    }

    [Fact]
    public async Task Publishers_who_vanish_at_each_step_leave_nothing()
    {
        Func<LiveSocket, Task>[] steps =
        [
            _ => Task.CompletedTask,
            alice => alice.SendAsync("offer", Sdp(Offer)),
            alice => alice.AskAsync("offer", Sdp(Offer)),
            async alice =>
            {
                await alice.AskAsync("offer", Sdp(Offer));
                await alice.SendAsync("iceCandidate", ""","sdp":"candidate:1 1 udp 2130706431 192.0.2.7 5000 typ host" """);
            },
            async alice =>
            {
                await alice.AskAsync("offer", Sdp(Offer));
                await alice.SendAsync("offer", Sdp(Offer) + ""","op":{"restarting":true}""");
            },
            async alice =>
            {
                await alice.SendAsync("offer", Sdp(Offer));
                await alice.SendAsync("leave");
            },
            async alice =>
            {
                await alice.SendAsync("offer", Sdp(Offer));
                await alice.SendAsync("join", ""","ve":true,"ae":true,"eg":"b" """);
                await alice.SendAsync("offer", Sdp(Offer));
            },
        ];

        await Task.WhenAll(Enumerable.Range(0, 10 * steps.Length).Select(async i =>
        {
            await using var one = await LiveSocket.JoinAsync(Way, $"user{i}", rid: $"room{i}");
            await steps[i % steps.Length](one);
            one.Drop();
        }));

        await IsCleanAsync();
    }

    [Fact]
    public async Task Watchers_by_hundreds_who_vanish_or_answer_nonsense_disturb_nobody_and_leave_nothing()
    {
        await using var browser = (BrowserMediaClient)await BrowserMediaClient.OpenAsync(hosts.Browser);
        await using var alice = await LiveSocket.JoinAsync(Way, "alice");
        var answer = await alice.AnswerAsync("offer", Sdp(await browser.OfferAsync("audio", "video")));
        await browser.TakeAnswerAsync(answer.GetProperty("b").GetProperty("sdp").GetString()!);
        await browser.ConnectedAsync();
        var to = $",\"to\":{alice.Address}";

        await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await using var one = await LiveSocket.JoinAsync(Way, $"user{i}");
            if (i % 4 == 0) await one.SendAsync("watch", to);
            else (await one.AskAsync("watch", to)).ShouldBe(200);
            if (i % 4 == 2) (await one.AskAsync("answer", to + Sdp("v=0\r\nm=audio\r\n"))).ShouldBeOneOf(2001, 4024, 500);
            if (i % 4 == 3) (await one.AskAsync("iceCandidate", $"{to},\"sdp\":\"candidate:nonsense\"")).ShouldBe(2001);
        }));
        await using var flooder = await LiveSocket.JoinAsync(Way, "flooder");
        for (var i = 0; i < 1000; i++) await flooder.SendAsync("watch", to);
        (await flooder.NextAsync("WATCH")).GetProperty("c").GetInt32().ShouldBe(200);
        (await flooder.AskAsync("leave")).ShouldBe(200);

        await Eventually.TrueAsync("only alice is left on Janus", async () => await JanusAdmin.CountAsync(Janus) == (1, 2));
        await using var viewer = (BrowserMediaClient)await BrowserMediaClient.OpenAsync(hosts.Browser);
        await using var bob = await LiveSocket.JoinAsync(Way, "bob");
        var watched = await bob.AnswerAsync("watch", to);
        await bob.SendAsync("answer", to + Sdp(await viewer.AnswerAsync(watched.GetProperty("b").GetProperty("pps")[0].GetProperty("sdp").GetString()!)));
        await viewer.ReceivesAsync("video");
        bob.Drop();
        alice.Drop();
        await IsCleanAsync();
    }

    [Fact]
    public async Task Whoever_comes_and_goes_while_Janus_dies_and_comes_back_gets_an_answer_and_leaves_nothing()
    {
        var codes = new System.Collections.Concurrent.ConcurrentBag<int>();
        var crowd = Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            for (var round = 0; round < 8; round++)
            {
                await using var one = await LiveSocket.JoinAsync(Way, $"user{i}-{round}", rid: $"room{i}-{round}");
                codes.Add(await one.AskAsync("offer", Sdp(Offer)));
                if (round % 2 == 0) codes.Add(await one.AskAsync("leave"));
            }
        }));
        await Eventually.TrueAsync("some publish", () => Task.FromResult(codes.Count > 20));

        await Janus.KillAsync();
        await Janus.StartAsync();

        await crowd;
        codes.Distinct().ShouldBeSubsetOf([200, 500]);
        await Eventually.TrueAsync("Janus is used again", async () =>
        {
            await using var late = await LiveSocket.JoinAsync(Way, "late", rid: "late");
            return await late.AskAsync("offer", Sdp(Offer)) == 200;
        });
        await IsCleanAsync();
    }

    [Fact]
    public async Task Over_HTTP_too_nothing_is_left_of_who_gives_up_or_sends_nonsense()
    {
        using var http = new HttpClient { BaseAddress = new Uri(Way.Address) };
        var session = JsonSerializer.Deserialize<JsonElement>(await http.GetStringAsync("/demo/session?user=alice&room=stage"));
        http.DefaultRequestHeaders.Authorization = new("Bearer", session.GetProperty("token").GetString());
        await using var alice = await LiveSocket.JoinAsync(Way, "alice");

        (await PostAsync(http, "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 x\r\n", default))
            .StatusCode.ShouldBeOneOf(HttpStatusCode.BadRequest, HttpStatusCode.ServiceUnavailable);
        for (var i = 0; i < 30; i++)
        {
            using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(3 * i));
            try
            {
                using var made = await PostAsync(http, Offer, giveUp.Token);
                if (made.StatusCode == HttpStatusCode.Created) (await http.DeleteAsync(made.Headers.Location, default)).StatusCode.ShouldBe(HttpStatusCode.OK);
            }
            catch (OperationCanceledException)
            {
                // Gone in the middle of it.
            }
        }

        // Also of one whose answer was on its way when the client gave up, and who never connects.
        await IsCleanAsync();
        using var last = await PostAsync(http, Offer, default);
        last.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Eventually.TrueAsync("only the last is left on Janus", async () => await JanusAdmin.CountAsync(Janus) == (1, 2));
        (await http.DeleteAsync(last.Headers.Location, default)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await IsCleanAsync();
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string sdp, CancellationToken giveUp)
    {
        using var body = new StringContent(sdp) { Headers = { ContentType = new MediaTypeHeaderValue("application/sdp") } };
        return await http.PostAsync(new Uri("/whip/stage", UriKind.Relative), body, giveUp);
    }

    private static string Sdp(string sdp) => $",\"sdp\":{JsonSerializer.Serialize(sdp)}";

    /// <summary>No room, and the one handle over which rooms as a whole are spoken of.</summary>
    private Task IsCleanAsync() =>
        Eventually.TrueAsync("nothing is left on Janus", async () => await JanusAdmin.CountAsync(Janus) == (0, 1));
}

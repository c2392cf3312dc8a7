using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Rooms;
using Parley.Protocols.Live;
using Parley.Protocols.Live.Whip;
using Parley.Tests.Media;

namespace Parley.Tests.Rest.Whip;

/// <summary>A server with a media server in memory, whose room <c>stage</c> alice and bob may publish in.</summary>
internal sealed class WhipStage : IAsyncDisposable
{
    public const string Sdp = "application/sdp";
    public const string Fragment = "application/trickle-ice-sdpfrag";

    /// <summary>The ICE user name of <see cref="Offer"/>.</summary>
    public const string Ufrag = "EsAw";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Dictionary<string, HttpClient> users = [];

    private WhipStage(ParleyHost host, ManualTimeProvider time, FakeMediaServer media) => (Host, Time, Media) = (host, time, media);

    public ParleyHost Host { get; }

    public ManualTimeProvider Time { get; }

    public FakeMediaServer Media { get; }

    /// <summary>Sessions that the server keeps.</summary>
    public int Sessions => Host.Services.GetRequiredService<WhipProtocol>().Count;

    /// <summary>The streams that the media server gets.</summary>
    public IReadOnlyList<FakeUplink> Uplinks => [.. Media.Rooms.SelectMany(r => r.Uplinks)];

    /// <summary>The streams that it gives.</summary>
    public IReadOnlyList<FakeDownlink> Downlinks => [.. Media.Rooms.SelectMany(r => r.Downlinks)];

    public static async Task<WhipStage> OpenAsync(Dictionary<string, string?>? settings = null)
    {
        var time = new ManualTimeProvider();
        var media = new FakeMediaServer(time);
        var host = await ParleyHost.StartAsync(new(settings ?? []) { ["Parley:Admin:ApiKey"] = RestStage.AdminKey }, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(time);
            builder.Services.AddSingleton(new MediaServers([media]));
        });
        var stage = new WhipStage(host, time, media);
        await stage.OpenRoomAsync("stage", LiveChannel.ManyToMany, "alice", "bob");
        return stage;
    }

    /// <summary>An offer of both, or of less, with an ICE session.</summary>
    public static string Offer(params string[] media) =>
        FakeSdp.Offer(media.Length == 0 ? ["audio", "video"] : media) + $"a=ice-ufrag:{Ufrag}\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";

    /// <summary>A fragment with one candidate, of that ICE session.</summary>
    public static string Candidates(string ufrag = Ufrag) =>
        $"a=ice-ufrag:{ufrag}\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
        + "a=candidate:1 1 udp 2122260223 192.0.2.1 61764 typ host\r\na=end-of-candidates\r\n";

    public Task OpenRoomAsync(string rid, LiveChannel channel, params string[] publishers)
    {
        var answer = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Dispatch(rid, new OpenLiveRoom(channel, publishers, MaxPublishers: null, KeptOpen: true, answer));
        return answer.Task.WaitAsync(Patience);
    }

    public void Dispatch(string rid, Command command) =>
        Host.Services.GetRequiredService<IRooms>().Dispatch(LiveScope.Plain.RoomOf(rid)!.Value, command);

    /// <summary>Who publishes in the room, as its status says: user ids.</summary>
    public async Task<string[]> PublishersAsync(string rid = "stage")
    {
        var answer = new TaskCompletionSource<LiveRoomStatus?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Dispatch(rid, new AskLiveRoom(answer));
        return [.. (await answer.Task.WaitAsync(Patience))!.Publishers.Select(p => p.Session.UserId)];
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? user = "alice", string? body = null, string? type = Sdp, string? ifMatch = null, string? tag = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body) { Headers = { ContentType = type is null ? null : new MediaTypeHeaderValue(type) } };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        if (tag is not null) request.Headers.TryAddWithoutValidation("ETag", tag);
        return await ClientOf(user).SendAsync(request);
    }

    /// <summary>Publishes, and returns the answer: 201.</summary>
    public async Task<HttpResponseMessage> PublishAsync(string user = "alice", string rid = "stage")
    {
        var response = await SendAsync(HttpMethod.Post, $"/whip/{rid}", user, Offer());
        response.StatusCode.ShouldBe(HttpStatusCode.Created, await response.Content.ReadAsStringAsync());
        return response;
    }

    /// <summary>Watches, and returns the server's counter-offer.</summary>
    public async Task<HttpResponseMessage> WatchAsync(string user = "dora", string path = "/whep/stage")
    {
        var response = await SendAsync(HttpMethod.Post, path, user, Offer());
        response.StatusCode.ShouldBe(HttpStatusCode.NotAcceptable, await response.Content.ReadAsStringAsync());
        return response;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in users.Values) client.Dispose();
        await Host.DisposeAsync();
    }

    private HttpClient ClientOf(string? user)
    {
        if (user is null) return Host.Http;
        if (!users.TryGetValue(user, out var client)) users[user] = client = Host.HttpAs(user);
        return client;
    }
}

/// <summary>What tests read of answers.</summary>
internal static class WhipAnswers
{
    /// <summary>The session's address.</summary>
    public static string Session(this HttpResponseMessage response) => response.Headers.Location!.OriginalString;

    /// <summary>The tag of its ICE session.</summary>
    public static string Tag(this HttpResponseMessage response) => response.Headers.ETag!.Tag;
}

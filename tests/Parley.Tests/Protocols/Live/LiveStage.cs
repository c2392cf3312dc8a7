using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Protocols.Live;
using Parley.Tests.Media;
using Parley.Tests.Rest;
using Parley.Tests.Wire;
using Parley.WebSockets;

namespace Parley.Tests.Protocols.Live;

/// <summary>A whole server with media servers in memory, on which time stands still.</summary>
internal sealed class LiveStage : IAsyncDisposable
{
    private readonly List<LiveClient> clients = [];

    private LiveStage(ParleyHost host, ManualTimeProvider time, FakeMediaServer[] servers) =>
        (Host, Time, Servers) = (host, time, servers);

    public ParleyHost Host { get; }

    public ManualTimeProvider Time { get; }

    public IReadOnlyList<FakeMediaServer> Servers { get; }

    /// <summary>The only one.</summary>
    public FakeMediaServer Server => Servers.Single();

    public IEnumerable<FakeUplink> Uplinks => Servers.SelectMany(s => s.Rooms).SelectMany(r => r.Uplinks);

    public IEnumerable<FakeDownlink> Downlinks => Servers.SelectMany(s => s.Rooms).SelectMany(r => r.Downlinks);

    public LiveCounts Counts => Host.Services.GetRequiredService<LiveCounts>();

    /// <summary>Connections to <c>/live</c> that the server has.</summary>
    public long Connections => Host.Services.GetRequiredService<ParleyMetrics>().For(LiveProtocol.Name).Connections;

    public IRooms Rooms => Host.Services.GetRequiredService<IRooms>();

    public static async Task<LiveStage> OpenAsync(Dictionary<string, string?>? settings = null, int mediaServers = 1)
    {
        var time = new ManualTimeProvider();
        var servers = Enumerable.Range(0, mediaServers).Select(i => new FakeMediaServer(time, $"fake-{i}")).ToArray();
        var host = await ParleyHost.StartAsync(
            new(settings ?? [])
            {
                ["Parley:Auth:AllowAnonymous"] = "false",
                ["Parley:Admin:ApiKey"] = RestStage.AdminKey,
            },
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(time);
                builder.Services.AddSingleton(new MediaServers(servers));
            });
        return new LiveStage(host, time, servers);
    }

    /// <summary>A connected session that has said nothing yet.</summary>
    public async Task<LiveClient> ConnectAsync(
        string user, string channel = "m2m", string rid = "stage", string session = "1", string? token = null)
    {
        var socket = await TestSocket.ConnectAsync(Host.Url, $"/live?access_token={token ?? Host.Token(user)}");
        var client = new LiveClient(socket, user, session, channel, rid);
        clients.Add(client);
        return client;
    }

    /// <summary>A session in a room that it has made.</summary>
    public async Task<LiveClient> MakeAsync(string user, string channel = "m2m", string rid = "stage")
    {
        var client = await ConnectAsync(user, channel, rid);
        await client.JoinAsync(creating: true);
        return client;
    }

    /// <summary>A session in a room that is there.</summary>
    public async Task<LiveClient> JoinAsync(string user, string channel = "m2m", string rid = "stage", string session = "1")
    {
        var client = await ConnectAsync(user, channel, rid, session);
        await client.JoinAsync();
        return client;
    }

    /// <summary>Alice, who has made a room and publishes, and Bob, who watches her.</summary>
    public async Task<(LiveClient Alice, LiveClient Bob)> WatchedAsync()
    {
        var alice = await MakeAsync("alice");
        await alice.OfferAsync();
        var bob = await JoinAsync("bob");
        await bob.WatchAsync(alice);
        await bob.AnswerAsync(alice);
        return (alice, bob);
    }

    /// <summary>A room made ahead.</summary>
    public async Task OpenRoomAsync(LiveChannel channel, params string[]? publishers)
    {
        var made = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Rooms.Dispatch(
            LiveScope.Plain.RoomOf("stage")!.Value,
            new OpenLiveRoom(channel, publishers is { Length: 0 } ? null : publishers, null, KeptOpen: true, made));
        (await made.Task).ShouldBeTrue();
    }

    /// <summary>So much time passes, second by second, and each time everybody's pongs are in before the next.</summary>
    public async Task PassAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            Host.Services.GetRequiredService<ConnectionTable>().Tick();
            Host.Services.GetRequiredService<LocalRooms>().Tick();
            foreach (var client in clients.Where(c => c.Socket.IsOpen)) await client.Socket.TryRoundTripAsync();
        }
    }

    /// <summary>Nothing is left on any media server, and nothing is counted that would be there.</summary>
    public async Task ShouldBeCleanAsync()
    {
        await Eventually.Is(() => Servers.All(s => s.Rooms.Count == 0));
        (Counts.Uplinks, Counts.Downlinks).ShouldBe((0, 0));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients) await client.DisposeAsync();
        await Host.DisposeAsync();
    }
}

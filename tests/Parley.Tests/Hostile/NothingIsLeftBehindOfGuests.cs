using Microsoft.Extensions.DependencyInjection;
using Parley.Server.Guests;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>The same for Socket.IO and guests: after whatever they sent, and however they went, the server is as it was.</summary>
[Collection(nameof(Alone))]
public sealed class NothingIsLeftBehindOfGuests
{
    /// <summary>What pools and tables may keep for the next client; a leak of one object a connection would exceed it.</summary>
    private const long Slack = 2 * 1024 * 1024;

    private const int Lanes = 8;

    /// <summary>Guests who are waited for are waited for shortly, and nobody is turned away for the rate.</summary>
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Parley:Limits:MessagesPerSecond"] = "1000000",
        ["Parley:Limits:Burst"] = "1000000",
        ["Parley:GuestCall:ConnectionsPerMinute"] = "1000000",
        ["Parley:GuestCall:ConnectionsPerAddress"] = "100000",
        ["Parley:GuestCall:PingInterval"] = "1s",
        ["Parley:GuestCall:PingTimeout"] = "1s",
        ["Parley:GuestCall:Recovery"] = "1s",
        ["Parley:GuestCall:MatchRecovery"] = "500ms",
    };

    [Fact]
    public async Task After_50_000_hostile_packets_memory_and_sessions_are_back_where_they_were()
    {
        await using var host = await ParleyHost.StartAsync(Settings);
        await ShouldLeaveNothingAsync(host, warmUp: 250, count: 2_500, static (guest, i) => i % 5 == 4
            ? guest.PostAsync(from: 20 * i, count: 20)
            : guest.SendFramesAsync(from: 20 * i, count: 20));
    }

    [Fact]
    public async Task After_10_000_abrupt_disconnects_memory_and_sessions_are_back_where_they_were()
    {
        await using var host = await ParleyHost.StartAsync(Settings);
        await ShouldLeaveNothingAsync(host, warmUp: 500, count: 10_000, static (guest, i) => guest.ComeAndGoAsync(i));
    }

    private static async Task ShouldLeaveNothingAsync(ParleyHost host, int warmUp, int count, Func<HostileGuest, int, Task> visit)
    {
        var sessions = host.Services.GetRequiredService<GuestSessions>();
        var tokens = new List<string>();
        for (var i = 0; i < 4 * Lanes; i++) tokens.Add((await sessions.BeginAsync($"g{i}", null, null, null, default)).Token);
        var guests = tokens.ConvertAll(token => new HostileGuest(host.Url, host.Http, token));

        await VisitAsync(0, warmUp);
        await Leftovers.ShouldBeNoneAsync(host);
        var before = Leftovers.LiveBytes();

        await VisitAsync(warmUp, count);
        await Leftovers.ShouldBeNoneAsync(host);

        await Leftovers.ShouldBeBackAsync(before, Slack);
        await ShouldStillServeAsync(host, tokens[0]);

        // Each lane has guests of its own: a guest who came again meanwhile would have the server close the visit in progress.
        Task VisitAsync(int from, int visits) => Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; i < visits; i += Lanes) await visit(guests[(from + i) / Lanes % 4 * Lanes + lane], from + i);
        })));
    }

    private static async Task ShouldStillServeAsync(ParleyHost host, string token)
    {
        await using var guest = await SocketIoConnection.ConnectAsync(host.Url, $$"""{"token":"{{token}}"}""");
        await guest.EmitAsync("user:match");
        await guest.NextAsync("user:match:searching");
    }
}

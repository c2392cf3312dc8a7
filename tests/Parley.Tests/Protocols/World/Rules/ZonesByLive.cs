using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Media;
using Parley.Protocols.World;
using Parley.Tests.Media;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.World.Rules;

/// <summary>A zone on the SFU over the wire: by <c>world</c> one is sent there, by <c>live</c> one is there.</summary>
public sealed class ZonesByLive : IAsyncLifetime
{
    private readonly FakeMediaServer media = new(TimeProvider.System);
    private readonly List<TestSocket> sockets = [];
    private ParleyHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await ParleyHost.StartAsync(
            new() { ["Parley:Auth:AllowAnonymous"] = "false" }, b => b.Services.AddSingleton(new MediaServers([media])));
        host.Services.GetRequiredService<WorldCatalog>().Put(RulesOffice.MapOf(RulesOffice.File));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var socket in sockets) await socket.DisposeAsync();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task The_token_of_a_promotion_opens_the_zones_room_in_which_everybody_publishes_and_watches()
    {
        var (_, alicesToken) = await MeetAsync("alice", 16.5);
        var (_, bobsToken) = await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await alicesToken);
        (await alice.JoinAsync()).GetProperty("pt").GetString().ShouldBe("publisher");
        await alice.OfferAsync();

        var bob = await ConnectAsync("bob", await bobsToken);
        var joined = await bob.JoinAsync();

        joined.GetProperty("pt").GetString().ShouldBe("publisher");
        joined.GetProperty("rid").GetString().ShouldBe("meet");
        joined.GetProperty("pps")[0].GetProperty("id").GetString().ShouldBe("alice");
        (await bob.AskAsync("watch", "WATCH", "\"to\":{\"userId\":\"alice\",\"sessionId\":\"camera\"}"))
            .GetProperty("pps")[0].GetProperty("sdp").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task It_opens_no_other_room_and_no_other_token_opens_this_one()
    {
        var (_, token) = await MeetAsync("alice", 16.5);
        await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await token);

        (await alice.RefusedAsync("hall")).ShouldBe(4001);
        (await alice.RefusedAsync("zone/office/meet")).ShouldBe(4001);
        var stranger = await ConnectAsync("alice", host.WorkspaceToken("alice", "acme", "Admin"));
        (await stranger.RefusedAsync("meet")).ShouldBe(4001);
        (await stranger.RefusedAsync("zone/office/meet")).ShouldBe(4001);
    }

    [Fact]
    public async Task Who_leaves_the_zone_is_put_out_and_the_token_opens_nothing_any_more()
    {
        var (world, token) = await MeetAsync("alice", 16.5);
        await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await token);
        await alice.JoinAsync();
        await alice.OfferAsync();

        await world.SendTextAsync(Transition("meet", "hall", 3.5));

        (await alice.UntilAsync("KICK")).GetProperty("rid").GetString().ShouldBe("meet");
        await Eventually.Is(() => media.Rooms.All(r => r.Uplinks.Count == 0));
        var again = await ConnectAsync("alice", await token);
        (await again.RefusedAsync("meet")).ShouldBe(4001);
    }

    [Fact]
    public async Task Who_is_muted_in_the_world_is_cut_on_the_media_server()
    {
        var admin = await EnterAsync("admin", "Admin");
        var (_, token) = await MeetAsync("alice", 16.5);
        await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await token);
        await alice.JoinAsync();
        await alice.OfferAsync();
        media.Rooms[0].Uplinks[0].Muted.ShouldBeFalse();

        await MuteAsync(admin, "alice", 600);
        await Eventually.Is(() => media.Rooms[0].Uplinks[0].Muted);
        await MuteAsync(admin, "alice", 1);
        await Eventually.Is(() => !media.Rooms[0].Uplinks[0].Muted);
    }

    [Fact]
    public async Task Who_is_muted_and_comes_to_the_media_server_is_refused_with_the_reason_and_watches_until_it_ends()
    {
        var admin = await EnterAsync("admin", "Admin");
        var (_, alicesToken) = await MeetAsync("alice", 16.5);
        var (_, bobsToken) = await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await alicesToken);
        await alice.JoinAsync();
        await alice.OfferAsync();
        await MuteAsync(admin, "bob", 600);

        var bob = await ConnectAsync("bob", await bobsToken);
        (await bob.JoinAsync()).GetProperty("pt").GetString().ShouldBe("viewer");
        var refused = await bob.TryOfferAsync();

        refused.GetProperty("c").GetInt32().ShouldBe(4051);
        refused.GetProperty("b").GetProperty("details").GetProperty("reason").GetString().ShouldBe("muted");
        refused.GetProperty("b").GetProperty("req").GetProperty("s").GetString().ShouldBe("OFFER");
        refused.GetProperty("b").GetProperty("msg").GetString().ShouldNotBeNullOrEmpty();
        (await bob.AskAsync("watch", "WATCH", "\"to\":{\"userId\":\"alice\",\"sessionId\":\"camera\"}"))
            .GetProperty("pps")[0].GetProperty("sdp").GetString().ShouldNotBeNullOrEmpty();

        await MuteAsync(admin, "bob", 1);
        await bob.UntilListedAsync("alice", "bob");
        await bob.OfferAsync();
    }

    [Fact]
    public async Task A_mute_that_a_moderator_cuts_short_lets_them_publish_and_one_meanwhile_silences_that()
    {
        var admin = await EnterAsync("admin", "Admin");
        var (_, token) = await MeetAsync("alice", 16.5);
        await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await token);
        await alice.JoinAsync();
        await MuteAsync(admin, "alice", 600);
        await alice.UntilListedAsync();
        (await alice.TryOfferAsync()).GetProperty("c").GetInt32().ShouldBe(4051);

        await MuteAsync(admin, "alice", 1);
        await alice.UntilListedAsync("alice");
        await alice.OfferAsync();
        await MuteAsync(admin, "alice", 600);

        await Eventually.Is(() => media.Rooms[0].Uplinks[0].Muted);
    }

    [Fact]
    public async Task A_promotion_finds_the_muted_as_well()
    {
        var admin = await EnterAsync("admin", "Admin");
        var (_, token) = await MeetAsync("alice", 16.5);
        await MuteAsync(admin, "alice", 600);

        await MeetAsync("bob", 17.5);

        var alice = await ConnectAsync("alice", await token);
        (await alice.JoinAsync()).GetProperty("pt").GetString().ShouldBe("viewer");
        (await alice.TryOfferAsync()).GetProperty("c").GetInt32().ShouldBe(4051);
    }

    [Fact]
    public async Task The_token_of_a_promotion_publishes_nothing_by_WHIP_either()
    {
        var (_, token) = await MeetAsync("alice", 16.5);
        await MeetAsync("bob", 17.5);
        using var http = new HttpClient { BaseAddress = host.Url };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/whip/meet")
        {
            Content = new StringContent(FakeSdp.Offer("audio"), System.Text.Encoding.UTF8, "application/sdp"),
            Headers = { Authorization = new("Bearer", await token) },
        };

        (await http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task When_the_media_server_dies_the_zone_is_told_to_go_on_without()
    {
        var (world, token) = await MeetAsync("alice", 16.5);
        await MeetAsync("bob", 17.5);
        var alice = await ConnectAsync("alice", await token);
        await alice.JoinAsync();
        await alice.OfferAsync();

        media.Kill();

        (await UntilAsync(world, "ZONE_TRANSITIONED")).Field("media_topology").ShouldBe("P2P_DIRECT");
        await alice.UntilAsync("KICK");
    }

    /// <summary>Goes to the meeting room; the token of the promotion comes when somebody else is there.</summary>
    private async Task<(TestSocket World, Task<string> Token)> MeetAsync(string name, double x)
    {
        var world = await EnterAsync(name);
        await world.SendTextAsync(Transition("hall", "meet", x));
        await UntilAsync(world, "ZONE_TRANSITIONED");
        return (world, PromotionAsync(world));
    }

    private static async Task MuteAsync(TestSocket moderator, string user, int seconds)
    {
        await moderator.SendTextAsync($$$"""{"type":"MUTE_USER","payload":{"target_user_id":"{{{user}}}","duration":{{{seconds}}}}}""");
        await UntilAsync(moderator, "MUTE_USER");
    }

    private static async Task<string> PromotionAsync(TestSocket world) => (await UntilAsync(world, "PROMOTE_TO_SFU")).Field("sfu_token");

    private async Task<TestSocket> EnterAsync(string name, string role = "Member")
    {
        var socket = await TestSocket.ConnectAsync(host.Url, "/world");
        sockets.Add(socket);
        await socket.SendTextAsync($$$"""{"type":"CONNECT","payload":{"token":"{{{host.WorkspaceToken(name, "acme", role)}}}"}}""");
        await socket.SendTextAsync("""{"type":"JOIN_WORLD","payload":{"world_id":"office"}}""");
        await UntilAsync(socket, "WORLD_STATE");
        return socket;
    }

    private async Task<OnSfu> ConnectAsync(string name, string token)
    {
        var socket = await TestSocket.ConnectAsync(host.Url, "/live", $"Authorization: Bearer {token}");
        sockets.Add(socket);
        return new OnSfu(socket, name);
    }

    private static string Transition(string from, string to, double x) =>
        $$$$"""{"type":"ZONE_TRANSITION","payload":{"from_zone_id":"{{{{from}}}}","to_zone_id":"{{{{to}}}}","position":{"x":{{{{x.ToString(System.Globalization.CultureInfo.InvariantCulture)}}}},"y":5}}}""";

    private static async Task<string> UntilAsync(TestSocket socket, string type)
    {
        while (true)
        {
            var message = await socket.TextAsync();
            if (Person.TypeOf(message) == type) return message;
        }
    }

    /// <summary>Somebody who speaks <c>live</c>.</summary>
    private sealed class OnSfu(TestSocket socket, string name)
    {
        public Task<JsonElement> JoinAsync() => AskAsync("join", "JOIN", "\"ve\":true,\"ae\":true,\"eg\":\"native\"");

        public Task<JsonElement> OfferAsync() =>
            AskAsync("offer", "OFFER", $"\"sdp\":{JsonSerializer.Serialize(FakeSdp.Offer("audio", "video"))}");

        /// <summary>The whole ack of an offer that may be refused.</summary>
        public async Task<JsonElement> TryOfferAsync()
        {
            await SayAsync("offer", "OFFER", "meet", $"\"sdp\":{JsonSerializer.Serialize(FakeSdp.Offer("audio", "video"))}");
            return await UntilAsync("OFFER");
        }

        /// <summary>Waits until it is told that these, and nobody else, may publish.</summary>
        public async Task UntilListedAsync(params string[] users)
        {
            while (true)
            {
                var list = (await UntilAsync("PUBLISH_LIST_CHANGED")).GetProperty("b").GetProperty("pps");
                if (list.EnumerateArray().Select(p => p.GetProperty("id").GetString()!).SequenceEqual(users)) return;
            }
        }

        /// <summary>Says something, and returns what the ack says.</summary>
        public async Task<JsonElement> AskAsync(string action, string signal, string fields)
        {
            await SayAsync(action, signal, "meet", fields);
            var ack = await UntilAsync(signal);
            ack.GetProperty("c").GetInt32().ShouldBe(200, ack.ToString());
            return ack.GetProperty("b");
        }

        /// <summary>The code by which joining a room is refused.</summary>
        public async Task<int> RefusedAsync(string rid)
        {
            await SayAsync("join", "JOIN", rid, "\"ve\":true,\"ae\":true,\"eg\":\"native\"");
            return (await UntilAsync("JOIN")).GetProperty("c").GetInt32();
        }

        public async Task<JsonElement> UntilAsync(string signal)
        {
            while (true)
            {
                var message = JsonElement.Parse(await socket.TextAsync());
                if (message.GetProperty("s").GetString() == signal) return message;
            }
        }

        private Task SayAsync(string action, string signal, string rid, string fields) => socket.SendTextAsync(
            $$$"""{"action":"{{{action}}}","data":{"s":"{{{signal}}}","ch":"m2m","ss":{"userId":"{{{name}}}","sessionId":"camera","category":"stream","host":"Web","deviceId":"d"},"rid":"{{{rid}}}",{{{fields}}}}}""");
    }
}

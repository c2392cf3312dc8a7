using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols;

/// <summary>Nothing crosses rooms.</summary>
public sealed class ChatRoomIsolation
{
    [Fact]
    public async Task Broadcasts_and_directed_signals_stay_in_their_room_whatever_a_client_writes()
    {
        await using var host = await ParleyHost.StartAsync();
        var (here, there) = (await Actors.RoomAsync(host, "alice", "bob"), await Actors.RoomAsync(host, "alice", "bob"));
        await using var alice = await Actors.ChatRoomAsync(host, here, "alice");
        await using var bobThere = await Actors.ChatRoomAsync(host, there, "bob");

        await alice.SendTextAsync("""{"type":"offer","offer":"v=0"}""");
        await alice.SendTextAsync($$"""{"type":"offer","offer":"v=0","roomId":"{{there}}"}""");
        await alice.SendTextAsync("""{"type":"offer","offer":"v=0","to":"bob"}""");

        (await alice.TextAsync()).ShouldContain("peer_unavailable");
        await bobThere.RoundTripAsync();
        bobThere.TryNext(out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_member_removed_while_it_connects_does_not_stay()
    {
        await using var host = await ParleyHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            var room = await Actors.RoomAsync(host, "alice", "bob");
            using var http = host.HttpAs("alice");
            var removing = http.DeleteAsync(new Uri($"/api/chat/{room}/members/bob", UriKind.Relative));
            try
            {
                await using var bob = await TestSocket.ConnectAsync(host.Url, $"/api/chat/realtime/{room}?tk={host.Token("bob")}");
                Received last;
                do last = await bob.NextAsync();
                while (last is Received.Message);
                last.ShouldBeOfType<Received.Close>().Code.ShouldBe(1008);
            }
            catch (UpgradeRefusedException refused)
            {
                refused.Status.ShouldBe(403);
            }

            (await removing).Dispose();
        }
    }

    [Fact]
    public async Task A_broadcast_in_a_room_of_25_is_encoded_once_and_reaches_24()
    {
        await using var host = await ParleyHost.StartAsync();
        var users = Enumerable.Range(0, 24).Select(i => $"u{i}").ToArray();
        var room = await Actors.RoomAsync(host, "alice", users);
        await using var alice = await Actors.ChatRoomAsync(host, room, "alice");
        var others = new List<TestSocket>();
        foreach (var user in users) others.Add(await Actors.ChatRoomAsync(host, room, user));
        foreach (var other in others) await other.RoundTripAsync();

        await alice.SendTextAsync("""{"type":"hello"}""");

        foreach (var other in others)
        {
            string text;
            do text = await other.TextAsync();
            while (text.Contains("user-joined", StringComparison.Ordinal));
            text.ShouldContain("\"hello\"");
            await other.DisposeAsync();
        }

        host.Services.GetRequiredService<ParleyMetrics>().For("chatroom")
            .CountSent(MessageKind.Signal).ShouldBe(24);
    }
}

using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols;

/// <summary>What a broadcast costs.</summary>
public sealed class ChatRoomBroadcast
{
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

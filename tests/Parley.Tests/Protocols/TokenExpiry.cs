using Microsoft.Extensions.DependencyInjection;
using Parley.Tests.Transcripts;
using Parley.Tests.Wire;
using Parley.WebSockets;

namespace Parley.Tests.Protocols;

/// <summary>A token that runs out during a call.</summary>
public sealed class TokenExpiry
{
    [Theory]
    [InlineData("/direct?access_token=")]
    [InlineData("/api/chat/realtime/{room}?tk=")]
    public async Task Does_not_end_a_call_in_progress_but_is_refused_at_the_next_connect(string path)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time);
        var address = path.Replace("{room}", await Actors.RoomAsync(host, "alice"), StringComparison.Ordinal)
            + host.Token("alice", lifetime: TimeSpan.FromSeconds(5));
        await using var socket = await TestSocket.ConnectAsync(host.Url, address);

        Pass(host, time, seconds: 8);
        await socket.RoundTripAsync();
        socket.IsOpen.ShouldBeTrue();

        // The tolerated skew of 30 s is over as well.
        time.Advance(TimeSpan.FromSeconds(40));
        (await Should.ThrowAsync<UpgradeRefusedException>(() => TestSocket.ConnectAsync(host.Url, address))).Status.ShouldBe(401);
    }

    [Theory]
    [InlineData("/direct?access_token=")]
    [InlineData("/api/chat/realtime/{room}?tk=")]
    public async Task Closes_4401_where_CloseOnExpiry_is_configured(string path)
    {
        var time = new ManualTimeProvider();
        await using var host = await TranscriptHost.StartAsync(time, new() { ["Parley:Auth:CloseOnExpiry"] = "true" });
        var address = path.Replace("{room}", await Actors.RoomAsync(host, "alice"), StringComparison.Ordinal)
            + host.Token("alice", lifetime: TimeSpan.FromSeconds(5));
        await using var socket = await TestSocket.ConnectAsync(host.Url, address);
        if (path.StartsWith("/direct", StringComparison.Ordinal))
            await socket.SendTextAsync("""{"type":"register","payload":{"user_id":"alice"}}""");
        await socket.TextAsync();
        await socket.RoundTripAsync(); // the first message may come before the connection is among those that are looked at

        Pass(host, time, seconds: 6);

        (await socket.TextAsync()).ShouldContain("expired");
        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(4401);
    }

    private static void Pass(ParleyHost host, ManualTimeProvider time, int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            host.Services.GetRequiredService<ConnectionTable>().Tick();
        }
    }
}

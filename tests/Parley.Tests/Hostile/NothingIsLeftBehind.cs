using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>After any number of hostile frames and abrupt disconnects the server is as it was.</summary>
[Collection(nameof(Alone))]
public sealed class NothingIsLeftBehind
{
    /// <summary>What pools and tables may keep for the next client; a leak of one object a connection would exceed it.</summary>
    private const long Slack = 2 * 1024 * 1024;

    private static readonly Dictionary<string, string?> NoRateLimit = new()
    {
        ["Parley:Limits:MessagesPerSecond"] = "1000000",
        ["Parley:Limits:Burst"] = "1000000",
        ["Parley:Auth:AllowAnonymous"] = "true",
    };

    [Fact]
    public async Task After_100_000_hostile_frames_memory_and_sessions_are_back_where_they_were()
    {
        await using var host = await ParleyHost.StartAsync(NoRateLimit);
        await SendHostileFramesAsync(host, from: 0, count: 5_000);
        await Leftovers.ShouldBeNoneAsync(host);
        var before = Leftovers.LiveBytes();

        await SendHostileFramesAsync(host, from: 5_000, count: 100_000);
        await Leftovers.ShouldBeNoneAsync(host);

        await Leftovers.ShouldBeBackAsync(before, Slack);
        await ShouldStillServeAsync(host);
    }

    [Fact]
    public async Task After_10_000_abrupt_disconnects_memory_and_sessions_are_back_where_they_were()
    {
        await using var host = await ParleyHost.StartAsync(NoRateLimit);
        await DisconnectAbruptlyAsync(host, 500);
        await Leftovers.ShouldBeNoneAsync(host);
        var before = Leftovers.LiveBytes();

        await DisconnectAbruptlyAsync(host, 10_000);
        await Leftovers.ShouldBeNoneAsync(host);

        await Leftovers.ShouldBeBackAsync(before, Slack);
        await ShouldStillServeAsync(host);
    }

    private static async Task SendHostileFramesAsync(ParleyHost host, int from, int count)
    {
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (lane, _) =>
            {
                TestSocket? socket = null;
                for (var i = from + lane; i < from + count; i += 8)
                {
                    var (frame, survives) = HostileFrames.Make(i);
                    socket = await SendAsync(host, socket, frame);
                    if (survives) continue;
                    socket.Drop();
                    socket = null;
                }

                socket?.Drop();
            });
    }

    private static async Task<TestSocket> SendAsync(ParleyHost host, TestSocket? socket, byte[] frame)
    {
        while (true)
        {
            socket ??= await TestSocket.ConnectAsync(host.Url, "/direct");
            try
            {
                await socket.SendRawAsync(frame);
                return socket;
            }
            catch (IOException)
            {
                // The server has closed on an earlier frame; this one goes to a new connection.
                socket.Drop();
                socket = null;
            }
        }
    }

    private static Task DisconnectAbruptlyAsync(ParleyHost host, int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
        {
            var socket = await TestSocket.ConnectAsync(host.Url, "/direct");
            if (i % 3 > 0)
                await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"u{{{i}}}","contacts":["u{{{i - 1}}}"]}}""");
            if (i % 3 == 2)
                await socket.SendTextAsync($$"""{"type":"offer","payload":{"sdp":"v=0","connection_id":"c"},"receiver":"u{{i - 1}}"}""");
            if (i % 5 == 0) await socket.SendRawAsync(TestSocket.Encode(FrameOpcode.Text, new byte[500]).AsMemory(0, 100));
            socket.Drop();
        });

    private static async Task ShouldStillServeAsync(ParleyHost host)
    {
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");
        await socket.SendTextAsync("""{"type":"register","payload":{"user_id":"afterwards"}}""");
        (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldContain("accepted");
    }
}

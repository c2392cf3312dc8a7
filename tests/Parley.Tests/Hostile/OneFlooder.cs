using System.Text.Json;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>One client that floods is cut off; nobody else loses or waits for a message.</summary>
public sealed class OneFlooder
{
    [Fact]
    public async Task A_flooder_is_closed_4429_while_others_lose_nothing()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:AllowAnonymous"] = "true" });
        await using var alice = await RegisterAsync(host, "alice");
        await using var bob = await RegisterAsync(host, "bob");
        await using var mallory = await RegisterAsync(host, "mallory");

        var flood = FloodAsync(mallory);
        for (var i = 0; i < 150; i++)
        {
            await alice.SendTextAsync($$"""{"type":"ice_candidate","payload":{"n":{{i}}},"receiver":"bob"}""");
            Number((await bob.NextAsync()).ShouldBeOfType<Received.Message>().Text).ShouldBe(i);
        }

        (await flood).Code.ShouldBe(4429);
    }

    [Fact]
    public async Task A_flood_of_control_frames_is_closed_4429()
    {
        await using var host = await ParleyHost.StartAsync(new() { ["Parley:Auth:AllowAnonymous"] = "true" });
        await using var mallory = await RegisterAsync(host, "mallory");

        for (var i = 0; i < 2000 && mallory.IsOpen; i++)
        {
            try
            {
                await mallory.SendAsync(FrameOpcode.Ping, new byte[10]);
            }
            catch (IOException)
            {
                break;
            }
        }

        (await mallory.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(4429);
    }

    private static async Task<TestSocket> RegisterAsync(ParleyHost host, string user)
    {
        var socket = await TestSocket.ConnectAsync(host.Url, "/direct");
        await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"{{{user}}}"}}""");
        await socket.NextAsync();
        return socket;
    }

    private static async Task<Received.Close> FloodAsync(TestSocket socket)
    {
        var closed = Task.Run(async () =>
        {
            while (true)
            {
                if (await socket.NextAsync() is Received.Close close) return close;
            }
        });
        try
        {
            while (!closed.IsCompleted) await socket.SendTextAsync("""{"type":"heartbeat","payload":{}}""");
        }
        catch (IOException)
        {
            // The server has hung up.
        }

        return await closed;
    }

    private static int Number(string message)
    {
        using var document = JsonDocument.Parse(message);
        return document.RootElement.GetProperty("payload").GetProperty("n").GetInt32();
    }
}

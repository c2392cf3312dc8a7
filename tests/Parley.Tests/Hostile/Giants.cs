using System.Text;
using Parley.Core.Messages;
using Parley.Tests.Wire;

namespace Parley.Tests.Hostile;

/// <summary>Messages over the limit are closed 1009 before they are read.</summary>
public sealed class Giants
{
    private const int Limit = 64 * 1024;

    [Fact]
    public async Task A_message_of_64_KiB_is_taken()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendTextAsync(new string('x', Limit));

        (await socket.NextAsync()).ShouldBeOfType<Received.Message>().Text.ShouldContain("not JSON");
    }

    [Fact]
    public async Task A_message_one_byte_over_64_KiB_is_closed_1009()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendTextAsync(new string('x', Limit + 1));

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task A_frame_that_announces_100_MB_is_closed_1009_by_its_header()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendRawAsync(TestSocket.Encode(FrameOpcode.Binary, [], claimedLength: 100L * 1024 * 1024));

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task Who_goes_on_sending_100_MB_still_reads_the_1009()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendRawAsync(TestSocket.Encode(FrameOpcode.Binary, [], claimedLength: 100L * 1024 * 1024));
        try
        {
            for (var i = 0; i < 1600; i++) await socket.SendRawAsync(new byte[Limit]);
        }
        catch (IOException)
        {
            // The server has hung up.
        }

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task Fragments_that_add_up_to_more_than_64_KiB_are_closed_1009()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendAsync(FrameOpcode.Text, Encoding.UTF8.GetBytes(new string('x', Limit - 10)), final: false);
        await socket.SendAsync(FrameOpcode.Continuation, "0123456789A"u8.ToArray());

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1009);
    }

    [Fact]
    public async Task A_message_of_too_many_fragments_is_closed()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendAsync(FrameOpcode.Text, "x"u8.ToArray(), final: false);
        var fragment = TestSocket.Encode(FrameOpcode.Continuation, "x"u8, final: false);
        await socket.SendRawAsync(Enumerable.Repeat(fragment, 5000).SelectMany(f => f).ToArray());

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBeOneOf(1009, 4429);
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_is_closed_1007()
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, "/direct");

        await socket.SendAsync(FrameOpcode.Text, new byte[] { 0xC3, 0x28 });

        (await socket.NextAsync()).ShouldBeOfType<Received.Close>().Code.ShouldBe(1007);
    }
}

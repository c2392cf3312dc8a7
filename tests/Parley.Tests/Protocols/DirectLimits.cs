using System.Text.Json;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols;

/// <summary>The limits of <c>direct</c> that take more than a transcript to show.</summary>
public sealed class DirectLimits
{
    [Theory]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public async Task At_most_500_contacts(int contacts, bool accepted)
    {
        await using var host = await ParleyHost.StartAsync();
        await using var socket = await TestSocket.ConnectAsync(host.Url, $"/direct?access_token={host.Token("alice")}");
        var ids = JsonSerializer.Serialize(Enumerable.Range(0, contacts).Select(i => $"u{i}"));

        await socket.SendTextAsync($$$"""{"type":"register","payload":{"user_id":"alice","contacts":{{{ids}}}}}""");

        var answer = await socket.TextAsync();
        answer.ShouldContain(accepted ? "accepted" : "payload.contacts");
        if (accepted) JsonDocument.Parse(answer).RootElement.GetProperty("payload").GetProperty("peers").GetArrayLength().ShouldBe(contacts);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task JSON_may_be_nested_64_deep(int depth, bool accepted)
    {
        await using var host = await ParleyHost.StartAsync();
        await using var alice = await Actors.DirectAsync(host, "alice");
        await using var bob = await Actors.DirectAsync(host, "bob");
        // The message and its payload are the first two.
        var nested = new string('[', depth - 2) + new string(']', depth - 2);

        await alice.SendTextAsync($$"""{"type":"ice_candidate","payload":{"n":{{nested}}},"receiver":"bob"}""");

        (await (accepted ? bob : alice).TextAsync()).ShouldContain(accepted ? nested : "invalid_signal");
    }

    [Fact]
    public async Task The_rate_of_a_user_is_shared_by_its_connections()
    {
        var time = new ManualTimeProvider();
        await using var host = await Transcripts.TranscriptHost.StartAsync(time);
        await using var phone = await Actors.DirectAsync(host, "alice");
        await using var laptop = await Actors.DirectAsync(host, "alice");

        for (var i = 0; i < 100; i++)
        {
            await phone.SendTextAsync("""{"type":"heartbeat"}""");
            (await phone.TextAsync()).ShouldContain("heartbeat");
            await laptop.SendTextAsync("""{"type":"heartbeat"}""");
            (await laptop.TextAsync()).ShouldContain("heartbeat");
        }

        await laptop.SendTextAsync("""{"type":"heartbeat"}""");
        (await laptop.TextAsync()).ShouldContain("retryAfterMs");
    }

    [Fact]
    public async Task What_one_client_sends_to_another_arrives_in_order_ten_thousand_times()
    {
        await using var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:Limits:MessagesPerSecond"] = "1000000",
            ["Parley:Limits:Burst"] = "1000000",
            ["Parley:Limits:OutboxMessages"] = "20000",
        });
        await using var alice = await Actors.DirectAsync(host, "alice");
        await using var bob = await Actors.DirectAsync(host, "bob");

        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 10_000; i++)
                await alice.SendTextAsync($$"""{"type":"ice_candidate","payload":{"n":{{i}}},"timestamp":"t","receiver":"bob"}""");
        });
        for (var i = 0; i < 10_000; i++) (await bob.TextAsync()).ShouldContain($$"""{"n":{{i}}}""");
        await sending;
    }
}

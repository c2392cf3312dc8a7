using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Messages;
using Parley.Core.Metrics;
using Parley.Tests.Wire;
using Parley.WebSockets;

namespace Parley.Tests.Hostile;

/// <summary>Who does not read is closed 4503, and holds nothing after that; who sends to it is not held up.</summary>
public sealed class SlowReader
{
    [Fact]
    public async Task A_reader_that_stops_reading_is_cut_off_and_its_sender_goes_on()
    {
        await using var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:Auth:AllowAnonymous"] = "true",
            ["Parley:Limits:MessagesPerSecond"] = "1000000",
            ["Parley:Limits:Burst"] = "1000000",
        });
        using var sleeper = await StoppedSocket.RegisterAsync(host.Url, "sleeper");
        await using var alice = await TestSocket.ConnectAsync(host.Url, "/direct");
        await alice.SendTextAsync("""{"type":"register","payload":{"user_id":"alice","contacts":["sleeper"]}}""");
        await alice.NextAsync();

        var large = Encoding.UTF8.GetBytes($$"""{"type":"ice_candidate","payload":{"x":"{{new string('x', 60_000)}}"},"receiver":"sleeper"}""");
        var dropped = () => host.Services.GetRequiredService<ParleyMetrics>().For("direct").CountDropped(DropReason.TooSlow);
        for (var i = 0; i < 2000 && dropped() == 0; i++) await alice.SendAsync(FrameOpcode.Text, large);

        dropped().ShouldBe(1);
        await alice.RoundTripAsync();
        // Once the deadline for closing has passed the connection is gone, and with it all that waited.
        var connections = host.Services.GetRequiredService<ConnectionTable>();
        await Eventually.Is(() => connections.Count == 1 && connections.OutboxDepth().Total == 0);
        while (!(await alice.NextAsync() is Received.Message { Text: var text } && text.Contains("\"offline\"", StringComparison.Ordinal)))
        {
            // Between the two stand the refusals of what came too late.
        }
    }
}

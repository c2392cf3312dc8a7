using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Parley.EngineIo;
using Parley.Server.Guests;
using Parley.Tests.Wire;

namespace Parley.Tests.Protocols.GuestCall;

/// <summary>What <c>guestcall</c> says of its transport, and what it is set to where nobody sets it.</summary>
public sealed class GuestTransport
{
    private const int LargestMessage = 64 * 1024;

    [Fact]
    public async Task Pings_come_every_25_s_to_be_answered_within_20_s_and_both_are_options()
    {
        await using var usual = await ParleyHost.StartAsync();
        await using var other = await ParleyHost.StartAsync(
            new() { ["Parley:GuestCall:PingInterval"] = "7s", ["Parley:GuestCall:PingTimeout"] = "3s" });

        (await TimesAsync(usual)).ShouldBe((25_000, 20_000, LargestMessage));
        (await TimesAsync(other)).ShouldBe((7_000, 3_000, LargestMessage));
    }

    [Fact]
    public async Task A_message_of_64_KiB_is_taken_and_a_longer_one_ends_the_connection()
    {
        await using var host = await ParleyHost.StartAsync();
        var token = await TokenAsync(host);
        await using var guest = await SocketIoConnection.ConnectAsync(host.Url, $$"""{"token":"{{token}}"}""");

        await guest.SendAsync(OfLength(LargestMessage));
        (await guest.NextAsync("webrtc:error")).ShouldBe("""{"message":"You are not connected to any user"}""");
        await guest.SendAsync(OfLength(LargestMessage + 1));
        (await guest.NextAsync("closed")).ShouldBeEmpty();

        var sid = (await host.Http.GetStringAsync("/socket.io/?EIO=4&transport=polling")).Split('"')[3];
        using var posted = await host.Http.PostAsync(
            $"/socket.io/?EIO=4&transport=polling&sid={sid}", new StringContent(OfLength(LargestMessage + 1)));
        posted.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData(118, true)]
    [InlineData(122, false)]
    public async Task A_client_whose_connection_broke_is_recovered_for_two_minutes(int seconds, bool recovered)
    {
        var time = new ManualTimeProvider();
        await using var host = await ParleyHost.StartAsync(null, builder => builder.Services.AddSingleton<TimeProvider>(time));
        var server = host.Services.GetRequiredService<SocketIoServer>();
        var token = await TokenAsync(host);
        var first = await SocketIoConnection.ConnectAsync(host.Url, $$"""{"token":"{{token}}"}""");
        await first.EmitAsync("chat:clear");
        await first.NextAsync("chat:clear:confirmed");
        first.Drop();
        await Eventually.Is(() => server.Main.Count == 0);

        time.Advance(TimeSpan.FromSeconds(seconds));

        await using var back = await SocketIoConnection.ConnectAsync(host.Url, first.AuthToRecover(token));
        (back.Id == first.Id).ShouldBe(recovered);
    }

    private static async Task<(int Interval, int Timeout, int Largest)> TimesAsync(ParleyHost host)
    {
        var handshake = await host.Http.GetStringAsync("/socket.io/?EIO=4&transport=polling");
        using var json = JsonDocument.Parse(handshake[1..]);
        return (Number("pingInterval"), Number("pingTimeout"), Number("maxPayload"));

        int Number(string name) => json.RootElement.GetProperty(name).GetInt32();
    }

    private static async Task<string> TokenAsync(ParleyHost host) =>
        (await host.Services.GetRequiredService<GuestSessions>().BeginAsync("alice", null, null, null, default)).Token;

    /// <summary>An offer as a packet of so many bytes.</summary>
    private static string OfLength(int length)
    {
        const string Start = """42["webrtc:offer",{"type":"audio","offer":{"sdp":" """;
        const string End = "\"}}]";
        return Start + new string('x', length - Start.Length - End.Length) + End;
    }
}

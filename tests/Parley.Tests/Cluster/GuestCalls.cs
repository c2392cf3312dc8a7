using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Storage;
using Parley.Server.Guests;
using Parley.Tests.Wire;

namespace Parley.Tests.Cluster;

/// <summary>What guests do in matches and calls.</summary>
internal static class GuestCalls
{
    public static async Task<string> TokenAsync(ParleyHost node, string name) =>
        (await node.Services.GetRequiredService<GuestSessions>().BeginAsync(name, null, null, null, default)).Token;

    public static async Task<SocketIoConnection> ConnectAsync(Uri node, string token)
    {
        var guest = await SocketIoConnection.ConnectAsync(node, $$"""{"token":"{{token}}"}""");
        await guest.NextAsync("connection:established");
        return guest;
    }

    public static async Task<(string AnnId, SocketIoConnection Ann, SocketIoConnection Ben)> MatchAsync(ParleyHost one, ParleyHost other)
    {
        var (guest, token) = await one.Services.GetRequiredService<GuestSessions>().BeginAsync("ann", null, null, null, default);
        var ann = await ConnectAsync(one.Url, token);
        var ben = await ConnectAsync(other.Url, await TokenAsync(other, "ben"));
        await MatchAsync(ann, ben);
        return (guest.UserId, ann, ben);
    }

    public static async Task MatchAsync(SocketIoConnection one, SocketIoConnection other)
    {
        await one.EmitAsync("user:match");
        await one.NextAsync("user:match:no_users");
        await other.EmitAsync("user:match");
        await other.NextAsync("user:matched");
        await one.NextAsync("user:matched");
    }

    public static async Task CallAsync(SocketIoConnection from, SocketIoConnection to)
    {
        await from.EmitAsync("webrtc:offer", """{"offer":{"type":"offer","sdp":"v=0"},"type":"video"}""");
        await to.NextAsync("webrtc:offer");
        await to.EmitAsync("webrtc:answer", """{"answer":{"type":"answer","sdp":"v=0"}}""");
        await from.NextAsync("webrtc:answer");
    }

    /// <summary>A candidate each way, and a message.</summary>
    public static async Task CandidatesAsync(SocketIoConnection one, SocketIoConnection other)
    {
        foreach (var (from, to) in new[] { (one, other), (other, one) })
        {
            await from.EmitAsync("webrtc:ice-candidate", """{"candidate":{"n":1}}""");
            (await to.NextAsync("webrtc:ice-candidate")).ShouldContain("\"n\":1}");
        }

        await one.EmitAsync("chat:message", """{"content":"still there?","type":"text"}""");
        (await other.NextAsync("chat:message")).ShouldContain("still there?");
        await one.NextAsync("chat:message:sent");
    }

    public static Task<IReadOnlyList<CallRecord>> CallsOfAsync(this ParleyHost node, string guestId) =>
        node.Services.GetRequiredService<IStore>().ListCallsAsync(guestId, 10, default);
}

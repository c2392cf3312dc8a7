using Microsoft.Extensions.DependencyInjection;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.EngineIo;
using Parley.Protocols.GuestCall;
using Parley.WebSockets;

namespace Parley.Tests.Hostile;

/// <summary>What is left in a server after everybody has gone: nothing should be.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Longer than .NET's pools keep what is not used.</summary>
    private static readonly TimeSpan PoolsPatience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until connections, rooms and buckets are back at zero, or fails and says which are not.</summary>
    public static async Task ShouldBeNoneAsync(ParleyHost host)
    {
        var until = DateTime.UtcNow + Patience;
        while (Count(host) is { } left)
        {
            (DateTime.UtcNow < until).ShouldBeTrue($"left behind: {left}");
            await Task.Delay(20);
        }
    }

    /// <summary>
    /// Waits until no more than <paramref name="slack"/> bytes live beyond <paramref name="before"/>, or fails and says how
    /// many do. Pools of buffers are as large as the most connections there were at once, which is a matter of how busy the
    /// machine is; .NET gives back what they have not used for a minute, while what has leaked stays.
    /// </summary>
    public static async Task ShouldBeBackAsync(long before, long slack)
    {
        var until = DateTime.UtcNow + PoolsPatience;
        while (LiveBytes() - before is var grown && grown >= slack)
        {
            (DateTime.UtcNow < until).ShouldBeTrue($"{grown:N0} bytes more than before are still in use");
            await Task.Delay(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Bytes that live after a full collection.</summary>
    public static long LiveBytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    private static string? Count(ParleyHost host)
    {
        var connections = host.Services.GetRequiredService<ConnectionTable>().Count;
        var rooms = host.Services.GetRequiredService<LocalRooms>().CountByKind().Sum(k => k.Value);
        var buckets = host.Services.GetRequiredService<UserBuckets>().Count;
        var metrics = host.Services.GetRequiredService<ParleyMetrics>();
        var sessions = metrics.For("direct").Connections + metrics.For("chatroom").Connections
            + metrics.For("guestcall").Connections + host.Services.GetRequiredService<SocketIoServer>().Sessions;
        var socketIo = host.Services.GetRequiredService<SocketIoServer>();
        var held = socketIo.Main.Held;
        var sockets = socketIo.Main.Count + socketIo.PollingSessions + socketIo.Addresses + held.Rooms + held.Packets + held.Away;
        var here = host.Services.GetRequiredService<GuestPresence>().Snapshot();
        var guests = here.OnlineUsers + here.ActiveUsers + here.ConnectedUsers;
        return connections + rooms + buckets + sessions + sockets + guests == 0
            ? null
            : $"{connections} connections, {rooms} rooms, {buckets} buckets, {sessions} sessions, {guests} guests; of Socket.IO "
                + $"{socketIo.Main.Count} sockets, {socketIo.PollingSessions} that poll, {socketIo.Addresses} addresses, {held}";
    }
}

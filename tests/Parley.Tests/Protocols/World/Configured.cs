using Microsoft.Extensions.DependencyInjection;
using Parley.Protocols.World;

namespace Parley.Tests.Protocols.World;

/// <summary>All limits of worlds are the operator's: <c>Parley:World</c>.</summary>
public sealed class Configured
{
    [Fact]
    public async Task Every_limit_is_what_the_configuration_says()
    {
        await using var host = await ParleyHost.StartAsync(new()
        {
            ["Parley:World:ConnectTimeout"] = "00:00:11",
            ["Parley:World:Grace"] = "00:00:31",
            ["Parley:World:IdleAfter"] = "00:00:06",
            ["Parley:World:Capacity"] = "151",
            ["Parley:World:OpenAreaCapacity"] = "51",
            ["Parley:World:TeamAreaCapacity"] = "26",
            ["Parley:World:MeetingRoomCapacity"] = "17",
            ["Parley:World:PrivateRoomCapacity"] = "9",
            ["Parley:World:MessagesPerSecond"] = "101",
            ["Parley:World:Burst"] = "201",
            ["Parley:World:PresencePerSecond"] = "16",
            ["Parley:World:MovesPerSecond"] = "32",
            ["Parley:World:InteractionsPerSecond"] = "12",
            ["Parley:World:DropsBeforeClose"] = "13",
            ["Parley:World:TilesPerSecond"] = "7",
            ["Parley:World:TileBurst"] = "5",
            ["Parley:World:Reach"] = "3",
            ["Parley:World:ObjectLease"] = "00:00:14",
            ["Parley:World:OpenAreaSfuAbove"] = "15",
            ["Parley:World:TeamAreaSfuAbove"] = "10",
            ["Parley:World:MeetingRoomSfuAbove"] = "2",
            ["Parley:World:PrivateRoomSfuAbove"] = "4",
            ["Parley:World:SfuTurnPercent"] = "33",
            ["Parley:World:SfuTurnAtLeast"] = "6",
            ["Parley:World:TopologyHold"] = "00:00:33",
            ["Parley:World:SfuConnectTimeout"] = "00:00:08",
            ["Parley:World:SfuUrl"] = "wss://sfu.example.org/live",
            ["Parley:World:TurnLifetime"] = "02:00:00",
            ["Parley:World:KickBan"] = "00:07:00",
            ["Parley:World:LongestMute"] = "00:10:00",
        });

        var options = host.Services.GetRequiredService<WorldProtocol>().Options;

        options.ShouldBe(new WorldOptions
        {
            ServerVersion = options.ServerVersion,
            CloseOnExpiry = options.CloseOnExpiry,
            ConnectTimeout = TimeSpan.FromSeconds(11),
            Grace = TimeSpan.FromSeconds(31),
            IdleAfter = TimeSpan.FromSeconds(6),
            Capacity = 151,
            OpenAreaCapacity = 51,
            TeamAreaCapacity = 26,
            MeetingRoomCapacity = 17,
            PrivateRoomCapacity = 9,
            MessagesPerSecond = 101,
            Burst = 201,
            PresencePerSecond = 16,
            MovesPerSecond = 32,
            InteractionsPerSecond = 12,
            DropsBeforeClose = 13,
            TilesPerSecond = 7,
            TileBurst = 5,
            Reach = 3,
            ObjectLease = TimeSpan.FromSeconds(14),
            OpenAreaSfuAbove = 15,
            TeamAreaSfuAbove = 10,
            MeetingRoomSfuAbove = 2,
            PrivateRoomSfuAbove = 4,
            Topology = new TopologyRules
            {
                TurnPercent = 33,
                TurnAtLeast = 6,
                Hold = TimeSpan.FromSeconds(33),
                ConnectWithin = TimeSpan.FromSeconds(8),
            },
            SfuUrl = "wss://sfu.example.org/live",
            TurnLifetime = TimeSpan.FromHours(2),
            KickBan = TimeSpan.FromMinutes(7),
            LongestMute = TimeSpan.FromMinutes(10),
        });
    }
}

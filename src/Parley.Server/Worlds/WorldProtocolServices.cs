using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Protocols.World;
using Parley.RabbitMq;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Server.Worlds;

/// <summary>Registers the protocol <c>world</c>: what its people do once they are through the door.</summary>
internal static partial class WorldProtocolServices
{
    public static IServiceCollection AddWorldProtocol(this IServiceCollection services, ParleyOptions options)
    {
        services.TryAddSingleton<WorldCatalog>();
        services.AddSingleton(s => NewTicker(s, options.World));
        return services.AddSingleton(s => NewProtocol(s, options));
    }

    /// <summary>How a world is made.</summary>
    public static Func<RoomId, Room> NewWorld(IServiceProvider services)
    {
        // The protocol needs the rooms, so it is not asked for before the first of them is.
        var protocol = new Lazy<WorldProtocol>(services.GetRequiredService<WorldProtocol>);
        return id => protocol.Value.NewWorld(id);
    }

    private static Ticker NewTicker(IServiceProvider services, WorldSection options)
    {
        var metrics = services.GetRequiredService<ParleyMetrics>();
        var logger = services.GetRequiredService<ILogger<Ticker>>();
        var ticker = new Ticker(
            services.GetRequiredService<TimeProvider>(), TimeSpan.FromSeconds(1.0 / options.TicksPerSecond),
            metrics.Ticked, failure => LogFailed(logger, failure));
        ticker.Start();
        return ticker;
    }

    private static WorldProtocol NewProtocol(IServiceProvider services, ParleyOptions options)
    {
        var tokens = services.GetRequiredService<TokenVerifier>();
        var protocol = new WorldProtocol
        {
            Rooms = services.GetRequiredService<IRooms>(),
            Clock = services.GetRequiredService<Clock>(),
            Time = services.GetRequiredService<TimeProvider>(),
            Options = OptionsOf(options),
            Worlds = services.GetRequiredService<WorldCatalog>(),
            Ticker = services.GetRequiredService<Ticker>(),
            CheckIdentity = (string token, out string refusal) =>
            {
                var result = tokens.VerifyWith("user_id", token);
                refusal = result.Message;
                return result.Token is { } verified ? WorkspaceClaims.IdentityOf(verified) : null;
            },
            OpenAtHome = options.Cluster.RabbitMq is null ? null : (connection, opening) => services.GetRequiredService<ClusterNode>().Open(
                connection, WorldProtocol.Name, WorldProtocol.HomeOf(opening.Identity.WorkspaceId!), opening.ToBytes()),
            Rules = services.GetRequiredService<WorldRules>(),
            Kept = services.GetRequiredService<KeptSessions>(),
            Metrics = services.GetRequiredService<ParleyMetrics>().For(WorldProtocol.Name),
            Logger = services.GetRequiredService<ILogger<WorldProtocol>>(),
        };
        protocol.FollowWorlds();
        return protocol;
    }

    private static WorldOptions OptionsOf(ParleyOptions options)
    {
        var world = options.World;
        return new WorldOptions
        {
            ServerVersion = typeof(WorldProtocolServices).Assembly.GetName().Version!.ToString(3),
            CloseOnExpiry = options.Auth.CloseOnExpiry,
            ConnectTimeout = world.ConnectTimeout,
            Grace = world.Grace,
            IdleAfter = world.IdleAfter,
            Capacity = world.Capacity,
            OpenAreaCapacity = world.OpenAreaCapacity,
            TeamAreaCapacity = world.TeamAreaCapacity,
            MeetingRoomCapacity = world.MeetingRoomCapacity,
            PrivateRoomCapacity = world.PrivateRoomCapacity,
            MessagesPerSecond = world.MessagesPerSecond,
            Burst = world.Burst,
            PresencePerSecond = world.PresencePerSecond,
            MovesPerSecond = world.MovesPerSecond,
            InteractionsPerSecond = world.InteractionsPerSecond,
            DropsBeforeClose = world.DropsBeforeClose,
            TilesPerSecond = world.TilesPerSecond,
            TileBurst = world.TileBurst,
            Reach = world.Reach,
            ObjectLease = world.ObjectLease,
            OpenAreaSfuAbove = world.OpenAreaSfuAbove,
            TeamAreaSfuAbove = world.TeamAreaSfuAbove,
            MeetingRoomSfuAbove = world.MeetingRoomSfuAbove,
            PrivateRoomSfuAbove = world.PrivateRoomSfuAbove,
            Topology = new TopologyRules
            {
                TurnPercent = world.SfuTurnPercent,
                TurnAtLeast = world.SfuTurnAtLeast,
                Hold = world.TopologyHold,
                ConnectWithin = world.SfuConnectTimeout,
            },
            SfuUrl = world.SfuUrl,
            TurnLifetime = world.TurnLifetime,
            KickBan = world.KickBan,
            LongestMute = world.LongestMute,
        };
    }

    [LoggerMessage(LogLevel.Error, "A zone's presence could not be told; the next tick tries again.")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}

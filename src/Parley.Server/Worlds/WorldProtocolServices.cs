using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Core.Turn;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Server.Worlds;

/// <summary>Registers the protocol <c>world</c>: what its people do once they are through the door.</summary>
internal static class WorldProtocolServices
{
    /// <summary>Refused attempts of one user at moderation that are recorded within a minute.</summary>
    private const int RecordedRefusals = 10;

    public static IServiceCollection AddWorldProtocol(this IServiceCollection services, ParleyOptions options)
    {
        services.TryAddSingleton<WorldCatalog>();
        services.AddSingleton<OrderedUuids>().AddSingleton<AuditQueue>();
        services.AddHostedService<AuditLog>();
        services.AddSingleton(s => NewRules(s, options));
        return services.AddSingleton(s => NewProtocol(s, options));
    }

    /// <summary>How a world is made.</summary>
    public static Func<RoomId, Room> NewWorld(IServiceProvider services)
    {
        // The protocol needs the rooms, so it is not asked for before the first of them is.
        var protocol = new Lazy<WorldProtocol>(services.GetRequiredService<WorldProtocol>);
        return id => protocol.Value.NewWorld(id);
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
            CheckIdentity = (string token, out string refusal) =>
            {
                var result = tokens.VerifyWith("user_id", token);
                refusal = result.Message;
                return result.Token is { } verified ? WorkspaceClaims.IdentityOf(verified) : null;
            },
            Rules = services.GetRequiredService<WorldRules>(),
            Metrics = services.GetRequiredService<ParleyMetrics>().For(WorldProtocol.Name),
            Logger = services.GetRequiredService<ILogger<WorldProtocol>>(),
        };
        protocol.FollowWorlds();
        return protocol;
    }

    /// <summary>A media server is used where one is registered.</summary>
    private static WorldRules NewRules(IServiceProvider services, ParleyOptions options)
    {
        var (turn, clock) = (options.Turn, services.GetRequiredService<Clock>());
        var credentials = new TurnCredentials(
            turn.Urls, turn.SharedSecret, options.World.TurnLifetime, services.GetRequiredService<TimeProvider>());
        var tokens = services.GetRequiredService<TokenIssuer>();
        var counts = new TopologyCounts();
        services.GetRequiredService<ParleyMetrics>().ObserveZones(
            counts.Zones, () => counts.Promotions, () => counts.Fallbacks, () => counts.Connected);
        return new WorldRules
        {
            Uuids = services.GetRequiredService<OrderedUuids>(),
            Media = services.GetService<IMediaServer>(),
            SignSfu = tokens.CanIssue ? ticket => tokens.IssueSfu(ticket, options.World.SfuTokenLifetime) : null,
            RelayFor = credentials.RelayFor,
            TurnRates = new KeyedRates<string>(clock, options.World.TurnPerMinute, TimeSpan.FromMinutes(1)),
            RefusalRates = new KeyedRates<string>(clock, RecordedRefusals, TimeSpan.FromMinutes(1)),
            Record = services.GetRequiredService<AuditQueue>().Add,
            Counts = counts,
        };
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
}

using Parley.Core.Limits;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Core.Turn;
using Parley.Protocols.Live;
using Parley.Server.Authentication;
using Parley.Server.Endpoints;
using Parley.Server.Options;
using Parley.Server.Rest;

namespace Parley.Server.Hosting;

/// <summary>Registers the protocol <c>live</c>, its endpoint, and the operator's way to its rooms.</summary>
internal static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton<LiveCounts>();
        services.AddSingleton(s => NewProtocol(s, options));
        services.AddSingleton<LiveProfiles>().AddSingleton<LiveRoomEndpoints>().AddSingleton<KeptLiveRooms>();
        return services.AddSingleton(s => ActivatorUtilities.CreateInstance<LiveEndpoint>(s, options.Auth.AllowAnonymous));
    }

    /// <summary>How a room is made.</summary>
    public static Func<RoomId, Room> NewRoom(IServiceProvider services)
    {
        // The protocol needs the rooms, so it is not asked for before the first of them is.
        var protocol = new Lazy<LiveProtocol>(services.GetRequiredService<LiveProtocol>);
        return id => protocol.Value.NewRoom(id);
    }

    private static LiveProtocol NewProtocol(IServiceProvider services, ParleyOptions options)
    {
        var metrics = services.GetRequiredService<ParleyMetrics>();
        var counts = services.GetRequiredService<LiveCounts>();
        metrics.ObserveMembersWithMedia(
            () => (counts.Publishers, counts.Viewers),
            () => (counts.Uplinks, counts.Downlinks),
            () => (counts.LostUp, counts.LostDown),
            () => counts.Moved);
        return new LiveProtocol
        {
            Rooms = services.GetRequiredService<IRooms>(),
            Clock = services.GetRequiredService<Clock>(),
            Time = services.GetRequiredService<TimeProvider>(),
            Options = OptionsOf(options),
            Rates = services.GetRequiredService<RateLimits>(),
            Users = services.GetRequiredService<UserBuckets>(),
            IceServersFor = services.GetRequiredService<TurnCredentials>().For,
            Servers = services.GetRequiredService<MediaServers>(),
            Counts = counts,
            MediaCalled = metrics.MediaCalled,
            Kept = services.GetRequiredService<KeptSessions>(),
            Metrics = metrics.For(LiveProtocol.Name),
            Logger = services.GetRequiredService<ILogger<LiveProtocol>>(),
        };
    }

    private static LiveOptions OptionsOf(ParleyOptions options)
    {
        var live = options.Live;
        return new LiveOptions
        {
            AllowAnonymous = options.Auth.AllowAnonymous,
            CloseOnExpiry = options.Auth.CloseOnExpiry,
            HeartbeatTimeout = live.HeartbeatTimeout,
            Grace = live.Grace,
            EmptyTimeout = live.EmptyTimeout,
            WatchTimeout = live.WatchTimeout,
            MediaTimeout = live.MediaTimeout,
            MaxPublishers = live.MaxPublishers,
            SessionsPerUser = live.SessionsPerUser,
            WatchesPerSession = live.WatchesPerSession,
            MembersPerRoom = live.MembersPerRoom,
            Rooms = live.Rooms,
        };
    }
}

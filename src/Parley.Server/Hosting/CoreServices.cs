using System.Diagnostics.Metrics;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.Core.Users;
using Parley.Protocols.ChatRoom;
using Parley.Protocols.Direct;
using Parley.Protocols.GuestCall;
using Parley.Protocols.Live;
using Parley.Protocols.World;
using Parley.Server.Guests;
using Parley.Server.Options;
using Parley.Server.Worlds;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>Registers rooms, limits and connections: what every protocol stands on.</summary>
internal static class CoreServices
{
    public static IServiceCollection AddParleyCore(this IServiceCollection services, ParleyOptions options)
    {
        var limits = options.Limits;
        services.AddSingleton<Clock>();
        services.AddSingleton(RateLimits.Default with { MessagesPerSecond = limits.MessagesPerSecond, Burst = limits.Burst });
        services.AddSingleton(new OutboxLimits(limits.OutboxMessages, limits.OutboxBytes));
        services.AddSingleton<UserBuckets>();
        services.AddSingleton(s => new ParleyMetrics(s.GetRequiredService<IMeterFactory>()));
        services.AddSingleton(s => new UserDirectory(
            s.GetRequiredService<Clock>(), options.Direct.OfferTimeout,
            s.GetRequiredService<ParleyMetrics>().For(DirectProtocol.Name)));
        services.AddSingleton(s => NewRooms(s, options));
        services.AddParleyRooms(options);
        services.AddSingleton(NewConnections);
        services.AddSingleton(s => NewKept(s, options.Resume, limits));
        services.AddSingleton<WebSocketServices>();
        services.AddHostedService<Housekeeping>();
        return services;
    }

    private static LocalRooms NewRooms(IServiceProvider services, ParleyOptions options)
    {
        var directory = services.GetRequiredService<UserDirectory>();
        var metrics = services.GetRequiredService<ParleyMetrics>();
        var chatRoom = metrics.For(ChatRoomProtocol.Name);
        var rooms = new LocalRooms(
            new Dictionary<string, Func<RoomId, Room>>
            {
                [UserMailbox.Kind] = id => new UserMailbox(directory) { Id = id },
                [CallRoom.Kind] = id => new CallRoom(chatRoom) { Id = id },
                [Lobby.Kind] = LobbyServices.NewLobby(services, options.GuestCall),
                [WorldProtocol.WorldKind] = WorldProtocolServices.NewWorld(services),
                [UserConnection.Kind] = WorldProtocol.NewUser,
                [LiveProtocol.RoomKind] = LiveServices.NewRoom(services),
            },
            services.GetRequiredService<Clock>());
        metrics.ObserveRooms(rooms.CountByKind);
        ClusterServices.Observe(metrics, services);
        return rooms;
    }

    private static ConnectionTable NewConnections(IServiceProvider services)
    {
        var connections = new ConnectionTable(services.GetRequiredService<Clock>());
        services.GetRequiredService<ParleyMetrics>().ObserveOutboxes(connections.OutboxDepth);
        return connections;
    }

    private static KeptSessions NewKept(IServiceProvider services, ResumeSection resume, LimitOptions limits)
    {
        var metrics = services.GetRequiredService<ParleyMetrics>();
        var kept = new KeptSessions(
            new ResumeOptions
            {
                // What was missed goes out at once: more than an outbox holds would close its reader as too slow.
                LogMessages = Math.Min(resume.LogMessages, limits.OutboxMessages - 1),
                LogBytes = Math.Min(resume.LogBytes, limits.OutboxBytes / 2),
                LogAge = resume.LogAge,
                TotalBytes = resume.TotalMegabytes * 1024L * 1024L,
                Sessions = resume.Sessions,
                SessionsPerUser = resume.SessionsPerUser,
                ResumesPerMinute = resume.ResumesPerMinute,
            },
            services.GetRequiredService<Clock>(), metrics);
        metrics.ObserveKept(() => kept.Away, () => kept.Bytes);
        return kept;
    }
}

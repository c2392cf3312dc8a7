using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Rooms;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.EngineIo;
using Parley.Protocols.GuestCall;
using Parley.Server.Endpoints;
using Parley.Server.Options;

namespace Parley.Server.Guests;

/// <summary>Registers what guests do once they are through the door: Socket.IO, the lobby, statistics, the record of calls.</summary>
internal static class LobbyServices
{
    public static IServiceCollection AddLobby(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSocketIo((s, socketIo) => Configure(s, options, socketIo));
        services.AddSingleton<GuestPresence>().AddSingleton<GuestStatsFeed>().AddSingleton(NewProtocol);
        services.AddSingleton<GuestNamespace>().AddSingleton<HostedGuests>().AddSingleton<CallQueue>().AddSingleton<GuestStatsBroadcast>();
        services.AddHostedService<CallLog>();
        services.AddHostedService<LongStays>();
        services.AddHostedService(s => s.GetRequiredService<GuestStatsBroadcast>());
        return services;
    }

    /// <summary>How the lobby is made.</summary>
    public static Func<RoomId, Room> NewLobby(IServiceProvider services, GuestCallSection section)
    {
        var options = new GuestCallOptions
        {
            MatchRecovery = section.MatchRecovery,
            RingTimeout = section.RingTimeout,
            Recovery = section.Recovery,
        };
        var clock = services.GetRequiredService<Clock>();
        var presence = services.GetRequiredService<GuestPresence>();
        var metrics = services.GetRequiredService<ParleyMetrics>().For(GuestCallProtocol.Name);
        var calls = services.GetRequiredService<CallQueue>();
        return id => new Lobby(options, clock, presence, metrics, calls.Add) { Id = id };
    }

    private static void Configure(IServiceProvider services, ParleyOptions options, SocketIoOptions socketIo)
    {
        var admission = services.GetRequiredService<Admission>();
        socketIo.Recovery = options.GuestCall.Recovery == TimeSpan.Zero ? null : new RecoveryOptions
        {
            MaxDisconnection = options.GuestCall.Recovery,
            MayRecover = GuestNamespace.IsSame,
        };
        var engine = socketIo.Engine;
        engine.PingInterval = options.GuestCall.PingInterval;
        engine.PingTimeout = options.GuestCall.PingTimeout;
        engine.MaxPayload = GuestCallProtocol.MaxMessageBytes;
        engine.MaxSessions = options.Limits.Connections;
        engine.MaxSessionsPerAddress = options.GuestCall.ConnectionsPerAddress;
        engine.TakesMore = () => admission.TakesMore;
        engine.Outbox = services.GetRequiredService<OutboxLimits>();
        foreach (var origin in options.Origins) engine.Origins.Add(origin);
    }

    private static GuestCallProtocol NewProtocol(IServiceProvider services) => new()
    {
        Rooms = services.GetRequiredService<IRooms>(),
        Clock = services.GetRequiredService<Clock>(),
        Rates = services.GetRequiredService<RateLimits>(),
        Users = services.GetRequiredService<UserBuckets>(),
        Metrics = services.GetRequiredService<ParleyMetrics>().For(GuestCallProtocol.Name),
        Presence = services.GetRequiredService<GuestPresence>(),
        Stats = services.GetRequiredService<GuestStatsFeed>(),
    };
}

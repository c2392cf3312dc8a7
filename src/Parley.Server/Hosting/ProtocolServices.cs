using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Metrics;
using Parley.Core.Resuming;
using Parley.Core.Rooms;
using Parley.Core.Time;
using Parley.Core.Turn;
using Parley.EngineIo;
using Parley.Protocols.ChatRoom;
using Parley.Protocols.Direct;
using Parley.Server.Authentication;
using Parley.Server.Endpoints;
using Parley.Server.Options;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>Registers the protocols and their endpoints.</summary>
internal static class ProtocolServices
{
    /// <summary>How long the rest of stopping may take: who is on the way arrives, shards are handed over.</summary>
    private static readonly TimeSpan RoomsTimeout = TimeSpan.FromSeconds(20);

    public static IServiceCollection AddParleyProtocols(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton(s => NewDirect(s, options));
        services.AddSingleton(s => NewChatRoom(s, options));
        services.AddSingleton(s => NewAdmission(s, options));
        services.AddSingleton(new OriginPolicy(options.Origins));
        services.AddSingleton<WebSocketEndpoint>();
        services.AddSingleton<DirectEndpoint>();
        services.AddSingleton<ChatRoomEndpoint>();
        services.AddSingleton<WorldEndpoint>();
        services.AddSingleton<EchoEndpoint>();
        services.AddSingleton(s => ActivatorUtilities.CreateInstance<NodeDrain>(s, options.Shutdown));
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<Draining>(s, options.Shutdown));
        // The host's own patience (30 s) would end a longer one. Rooms go to other nodes after the clients.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Shutdown.DrainTimeout + RoomsTimeout);
        return services;
    }

    private static Admission NewAdmission(IServiceProvider services, ParleyOptions options)
    {
        // Each asks the other, so this one waits until it is asked.
        var socketIo = new Lazy<SocketIoServer>(services.GetRequiredService<SocketIoServer>);
        return new Admission(
            services.GetRequiredService<ConnectionTable>(), () => socketIo.Value.PollingSessions, options.Limits.Connections);
    }

    private static DirectProtocol NewDirect(IServiceProvider services, ParleyOptions options)
    {
        var tokens = services.GetRequiredService<TokenVerifier>();
        return new DirectProtocol
        {
            Rooms = services.GetRequiredService<IRooms>(),
            Clock = services.GetRequiredService<Clock>(),
            Time = services.GetRequiredService<TimeProvider>(),
            Options = new DirectOptions
            {
                HeartbeatInterval = options.Direct.HeartbeatInterval,
                RegisterTimeout = options.Direct.RegisterTimeout,
                AllowAnonymous = options.Auth.AllowAnonymous,
                CloseOnExpiry = options.Auth.CloseOnExpiry,
                Grace = options.Resume.Grace,
            },
            Kept = services.GetRequiredService<KeptSessions>(),
            Rates = services.GetRequiredService<RateLimits>(),
            Users = services.GetRequiredService<UserBuckets>(),
            CheckIdentity = (string token, out string refusal) =>
            {
                var result = tokens.Verify(token);
                refusal = result.Message;
                return result.Token is { } verified ? new VerifiedIdentity(verified.Subject, verified.ExpiresAt) : null;
            },
            IceServersFor = services.GetRequiredService<TurnCredentials>().For,
            Metrics = services.GetRequiredService<ParleyMetrics>().For(DirectProtocol.Name),
            Logger = services.GetRequiredService<ILogger<DirectProtocol>>(),
        };
    }

    private static ChatRoomProtocol NewChatRoom(IServiceProvider services, ParleyOptions options) =>
        new(services.GetRequiredService<TimeProvider>())
        {
            Rooms = services.GetRequiredService<IRooms>(),
            Clock = services.GetRequiredService<Clock>(),
            Options = new ChatRoomOptions
            {
                Envelope = options.ChatRoom.Envelope,
                CloseOnExpiry = options.Auth.CloseOnExpiry,
                Grace = options.Resume.Grace,
            },
            Kept = services.GetRequiredService<KeptSessions>(),
            Rates = services.GetRequiredService<RateLimits>(),
            Users = services.GetRequiredService<UserBuckets>(),
            Metrics = services.GetRequiredService<ParleyMetrics>().For(ChatRoomProtocol.Name),
        };
}

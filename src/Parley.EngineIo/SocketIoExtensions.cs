using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Metrics;
using Parley.Core.Time;
using Parley.EngineIo.Sockets;
using Parley.WebSockets;

namespace Parley.EngineIo;

/// <summary>Puts a Socket.IO server into an ASP.NET Core application.</summary>
public static class SocketIoExtensions
{
    /// <summary>Registers the server. Kestrel then speaks HTTP/1.1 alone, unless the application configures it otherwise later.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="configure">Changes the options.</param>
    public static IServiceCollection AddSocketIo(this IServiceCollection services, Action<SocketIoOptions>? configure = null) =>
        services.AddSocketIo((_, options) => configure?.Invoke(options));

    /// <inheritdoc cref="AddSocketIo(IServiceCollection, Action{SocketIoOptions}?)"/>
    /// <param name="services">The application's.</param>
    /// <param name="configure">Changes the options, with the application's services at hand.</param>
    public static IServiceCollection AddSocketIo(
        this IServiceCollection services, Action<IServiceProvider, SocketIoOptions> configure)
    {
        // An application that has a table of its own looks after it itself.
        var looksAfterConnections = !services.Any(s => s.ServiceType == typeof(ConnectionTable));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Clock>();
        services.TryAddSingleton<ConnectionTable>();
        services.TryAddSingleton(s => new ParleyMetrics(s.GetRequiredService<IMeterFactory>()));
        services.TryAddSingleton<WebSocketServices>();
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<SocketIoLifetime>(s, looksAfterConnections));
        // Browsers that are offered HTTP/2 open WebSockets inside it, and those are not ours to read.
        services.Configure<KestrelServerOptions>(
            kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1));
        services.AddSingleton(s =>
        {
            var options = new SocketIoOptions();
            configure(s, options);
            return ActivatorUtilities.CreateInstance<SocketIoServer>(s, options);
        });
        return services;
    }

    /// <summary>Serves Socket.IO at a path, and returns the server to set its namespaces up.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="path">Where clients look, <c>/socket.io</c> unless they are told otherwise.</param>
    public static SocketIoServer MapSocketIo(this IEndpointRouteBuilder endpoints, string path = "/socket.io")
    {
        var server = endpoints.ServiceProvider.GetRequiredService<SocketIoServer>();
        endpoints.Map(path.TrimEnd('/') + "/{**rest}", server.HandleAsync).ExcludeFromDescription();
        return server;
    }
}

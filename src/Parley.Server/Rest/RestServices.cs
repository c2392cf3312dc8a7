using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Core.Rooms;
using Parley.Core.Turn;
using Parley.Protocols.Live.Whip;
using Parley.Server.Options;

namespace Parley.Server.Rest;

/// <summary>Registers the REST endpoints, how errors look, and the description of it all.</summary>
internal static class RestServices
{
    public static IServiceCollection AddParleyRest(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton<CallStatusEndpoint>();
        services.AddSingleton<RoomAccess>();
        services.TryAddSingleton<MembershipChanges>();
        services.AddSingleton<RoomEndpoints>().AddSingleton<MemberEndpoints>().AddSingleton<ProfileEndpoints>();
        services.AddSingleton<GuestEndpoints>().AddSingleton<AuditEndpoints>().AddSingleton<NodeEndpoints>();
        services.AddSingleton<DemoSession>();
        services.AddSingleton(s => new WhipProtocol
        {
            Rooms = s.GetRequiredService<IRooms>(),
            Time = s.GetRequiredService<TimeProvider>(),
        });
        services.AddSingleton(s => new WhipRooms(s.GetRequiredService<WhipProtocol>(), options.Cluster.RabbitMq is not null));
        services.AddSingleton<WhipEndpoints>().AddSingleton<WhipSessionEndpoints>();
        services.AddSingleton(s =>
        {
            var turn = options.Turn;
            return new TurnCredentials(turn.Urls, turn.SharedSecret, turn.Lifetime, s.GetRequiredService<TimeProvider>());
        });

        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>().AddProblemDetails().AddExceptionHandler<FaultHandler>();
        // Thrown in every environment, so that one place words what is wrong with a body.
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddCors(cors => CrossOrigin.Configure(cors, options.Origins));
        services.ConfigureHttpJsonOptions(o => RestJson.Apply(o.SerializerOptions));
        return services.AddOpenApi("v1", RestDescription.Configure);
    }

    /// <summary>Errors of all kinds as <c>application/problem+json</c>: thrown ones, and answers without a body.</summary>
    public static WebApplication UseParleyProblems(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(async context => await context.HttpContext.RequestServices
            .GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context.HttpContext }));
        return app;
    }
}

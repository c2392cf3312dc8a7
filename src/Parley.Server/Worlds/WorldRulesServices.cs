using Parley.Core.Identity;

namespace Parley.Server.Worlds;

/// <summary>Registers what the rules of worlds stand on: ordered ids, and the record of moderation.</summary>
internal static class WorldRulesServices
{
    public static IServiceCollection AddWorldRules(this IServiceCollection services)
    {
        services.AddSingleton<OrderedUuids>();
        services.AddSingleton<AuditQueue>();
        services.AddHostedService<AuditLog>();
        return services;
    }
}

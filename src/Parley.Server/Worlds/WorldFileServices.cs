using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Protocols.World;
using Parley.Server.Options;
using Parley.Server.Rest;

namespace Parley.Server.Worlds;

/// <summary>Registers the worlds, where they come from, and how they are changed.</summary>
internal static class WorldFileServices
{
    public static IServiceCollection AddWorldFiles(this IServiceCollection services, ParleyOptions options)
    {
        services.TryAddSingleton<WorldCatalog>();
        services.AddSingleton(s => new WorldFolder(
            options.World.Folder!, options.World.Example ? ExampleOffice.Read() : null,
            s.GetRequiredService<WorldCatalog>(), s.GetRequiredService<ILogger<WorldFolder>>()));
        services.AddHostedService(s => ActivatorUtilities.CreateInstance<WorldFolderWatch>(s, options.World.Rescan));
        services.AddSingleton<SharedWorlds>().AddSingleton(options.Storage);
        services.AddSingleton<WorldFileEndpoints>();
        return services;
    }
}

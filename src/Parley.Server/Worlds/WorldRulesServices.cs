using Parley.Core.Identity;
using Parley.Core.Limits;
using Parley.Core.Media;
using Parley.Core.Metrics;
using Parley.Core.Time;
using Parley.Core.Turn;
using Parley.Protocols.World;
using Parley.Server.Authentication;
using Parley.Server.Options;

namespace Parley.Server.Worlds;

/// <summary>Registers what the rules of worlds stand on: ordered ids, TURN, tokens for the SFU, the record of moderation.</summary>
internal static class WorldRulesServices
{
    /// <summary>Refused attempts of one user at moderation that are recorded within a minute.</summary>
    private const int RecordedRefusals = 10;

    public static IServiceCollection AddWorldRules(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton<OrderedUuids>().AddSingleton<AuditQueue>();
        services.AddHostedService<AuditLog>();
        return services.AddSingleton(s => NewRules(s, options));
    }

    private static WorldRules NewRules(IServiceProvider services, ParleyOptions options)
    {
        var (turn, clock) = (options.Turn, services.GetRequiredService<Clock>());
        var credentials = new TurnCredentials(
            turn.Urls, turn.SharedSecret, options.World.TurnLifetime, services.GetRequiredService<TimeProvider>());
        var tokens = services.GetRequiredService<TokenIssuer>();
        var media = services.GetRequiredService<MediaServers>();
        var counts = new TopologyCounts();
        services.GetRequiredService<ParleyMetrics>().ObserveZones(
            counts.Zones, () => counts.Promotions, () => counts.Fallbacks, () => counts.Connected);
        return new WorldRules
        {
            Uuids = services.GetRequiredService<OrderedUuids>(),
            Media = media.All.Count > 0 ? () => media.IsAvailable : null,
            SignSfu = tokens.CanIssue ? ticket => tokens.IssueSfu(ticket, options.World.SfuTokenLifetime) : null,
            RelayFor = credentials.RelayFor,
            TurnRates = new KeyedRates<string>(clock, options.World.TurnPerMinute, TimeSpan.FromMinutes(1)),
            RefusalRates = new KeyedRates<string>(clock, RecordedRefusals, TimeSpan.FromMinutes(1)),
            Record = services.GetRequiredService<AuditQueue>().Add,
            Counts = counts,
        };
    }
}

using Parley.Server.Options;

namespace Parley.Server.Guests;

/// <summary>Registers guests: their tokens, their sessions, and the door.</summary>
internal static class GuestServices
{
    public static IServiceCollection AddParleyGuests(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton(options.GuestCall);
        services.AddSingleton<GuestTokens>().AddSingleton<GuestSessions>().AddSingleton<GuestGate>();
        return services.AddHostedService<ExpiredGuests>();
    }
}

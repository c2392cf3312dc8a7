using Parley.Server.Options;

namespace Parley.Server.Guests;

/// <summary>Registers guests: their tokens, their sessions, and the door.</summary>
internal static class GuestServices
{
    public static IServiceCollection AddParleyGuests(this IServiceCollection services, ParleyOptions options)
    {
        services.AddSingleton(options.GuestCall);
        services.AddSingleton<GuestTokens>().AddSingleton<GuestSessions>().AddSingleton<GuestGate>();
        services.AddSingleton<GuestRates>();
        return services.AddHostedService<ExpiredGuests>();
    }

    /// <summary>Behind CORS, so that a page can read that it was too fast, and its preflights don't count.</summary>
    public static void UseGuestRates(this WebApplication app)
    {
        var rates = app.Services.GetRequiredService<GuestRates>();
        app.Use(next => context => rates.InvokeAsync(context, next));
    }
}

using Parley.Server.Endpoints;

namespace Parley.Server.Health;

/// <summary>The probes of whoever runs the server (a load balancer, Kubernetes, systemd).</summary>
internal static class HealthServices
{
    public static IServiceCollection AddParleyHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    public static IEndpointRouteBuilder MapHealth(this IEndpointRouteBuilder endpoints)
    {
        var health = endpoints.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", (HttpResponse response) => Say(response, "live"))
            .WithSummary("The process answers.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        health.MapGet("/ready", ReadyAsync)
            .WithSummary("New clients are welcome: the database answers, and the server is not draining.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain")
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        return endpoints;
    }

    private static async Task ReadyAsync(HttpContext context, Readiness readiness)
    {
        if (await readiness.WhyNotAsync() is { } reason)
        {
            context.Response.Headers.RetryAfter = "5";
            await Refusal.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Not ready", reason);
        }
        else await Say(context.Response, readiness.Degraded ?? "ready");
    }

    private static Task Say(HttpResponse response, string word)
    {
        response.Headers.CacheControl = "no-store";
        response.ContentType = "text/plain; charset=utf-8";
        return response.WriteAsync(word);
    }
}

using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Parley.Server.Rest;

/// <summary>
/// What browsers are told of pages of other origins (CORS): those in <c>Parley:Origins</c> may call guests' REST, as they
/// may open its sockets, and publish and watch over HTTP. Credentials are allowed by name only, and mean nothing here: no
/// cookie counts for REST.
/// </summary>
internal static class CrossOrigin
{
    public const string Policy = "guests";

    /// <summary>Of WHIP and WHEP, whose clients read headers of the answer (RFC 9725, section 4.2).</summary>
    public const string WhipPolicy = "whip";

    public static void Configure(CorsOptions cors, IReadOnlyList<string> origins)
    {
        cors.AddPolicy(Policy, policy => Allow(policy, origins)
            .WithMethods(HttpMethods.Get, HttpMethods.Post)
            .WithExposedHeaders("Retry-After"));
        cors.AddPolicy(WhipPolicy, policy => Allow(policy, origins)
            .WithMethods(WhipHeaders.EndpointMethods.Union(WhipHeaders.SessionMethods).ToArray())
            .WithExposedHeaders("Location", "ETag", "Link", "Accept-Post", "Accept-Patch", "Retry-After"));
    }

    private static CorsPolicyBuilder Allow(CorsPolicyBuilder policy, IReadOnlyList<string> origins)
    {
        policy.AllowAnyHeader().SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        return origins.Contains("*")
            ? policy.AllowAnyOrigin()
            : policy.WithOrigins([.. origins.Select(o => o.TrimEnd('/'))]).AllowCredentials();
    }
}

using Microsoft.AspNetCore.Cors.Infrastructure;

namespace Parley.Server.Rest;

/// <summary>
/// What browsers are told of pages of other origins (CORS): those in <c>Parley:Origins</c> may call guests' REST, as they
/// may open its sockets. Credentials are allowed by name only, and mean nothing here: no cookie counts for REST.
/// </summary>
internal static class CrossOrigin
{
    public const string Policy = "guests";

    public static void Configure(CorsOptions cors, IReadOnlyList<string> origins) => cors.AddPolicy(Policy, policy =>
    {
        policy.WithMethods(HttpMethods.Get, HttpMethods.Post).AllowAnyHeader()
            .WithExposedHeaders("Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromMinutes(10));
        if (origins.Contains("*")) policy.AllowAnyOrigin();
        else policy.WithOrigins([.. origins.Select(o => o.TrimEnd('/'))]).AllowCredentials();
    });
}

using Microsoft.AspNetCore.Authentication;
using Parley.Server.Options;

namespace Parley.Server.Authentication;

/// <summary>Registers tokens, keys, and who may do what over REST.</summary>
internal static class AuthenticationServices
{
    /// <summary>Only the operator.</summary>
    public const string AdminPolicy = "Admin";

    public static IServiceCollection AddParleyAuthentication(
        this IServiceCollection services, ParleyOptions options, IHostEnvironment environment)
    {
        services.AddSingleton(options.Auth).AddSingleton(options.Admin);
        services.AddSingleton(s => new JwksKeys(
            SourceOf(options.Auth.Jwks, environment.ContentRootPath), s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<ILogger<JwksKeys>>()));
        services.AddHostedService<JwksRefresh>();
        services.AddSingleton<TokenVerifier>().AddSingleton<TokenIssuer>().AddSingleton<AdminKey>();

        services.AddAuthentication(BearerHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(AdminPolicy, policy => policy.RequireAssertion(c => Caller.IsAdminPrincipal(c.User)));
        return services;
    }

    private static IJwksSource? SourceOf(string? address, string contentRoot) =>
        address is null ? null
        : JwksAddress.UrlOf(address) is { } url ? new JwksUrl(url)
        : new JwksFile(JwksAddress.PathOf(address, contentRoot));
}

using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Parley.Server.Endpoints;

namespace Parley.Server.Authentication;

/// <summary>
/// Authenticates REST: a user's JWT as Bearer, or the admin key as Bearer or <c>X-Api-Key</c>. Cookies and the query
/// don't count here: a browser would send them for foreign pages too.
/// </summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder,
    TokenVerifier tokens, AdminKey admin)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string SchemeName = "Bearer";

    /// <summary>The other header the admin key may come in.</summary>
    public const string ApiKeyHeader = "X-Api-Key";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var apiKey = Request.Headers[ApiKeyHeader].ToString();
        if (apiKey.Length > 0)
        {
            return admin.Matches(apiKey)
                ? Success(Caller.AdminIdentity())
                : AuthenticateResult.Fail($"The key in {ApiKeyHeader} is not the admin key.");
        }

        if (TokenSource.FromHeader(Request) is not { } token) return AuthenticateResult.NoResult();
        if (admin.Matches(token)) return Success(Caller.AdminIdentity());

        var result = await tokens.VerifyAsync(token, Context.RequestAborted);
        return result.Token is { } verified ? Success(Caller.UserIdentity(verified)) : AuthenticateResult.Fail(result.Message);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var result = await HandleAuthenticateOnceSafeAsync();
        var reason = result.Failure?.Message;
        Response.Headers.WWWAuthenticate = reason is null ? SchemeName : $"{SchemeName} error=\"invalid_token\"";
        await Refusal.WriteAsync(
            Context, StatusCodes.Status401Unauthorized, "Unauthorized",
            reason ?? "This needs a token: send the header 'Authorization: Bearer TOKEN'.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Refusal.WriteAsync(Context, StatusCodes.Status403Forbidden, "Forbidden", "This needs the admin key.");

    private static AuthenticateResult Success(ClaimsIdentity identity) =>
        AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
}

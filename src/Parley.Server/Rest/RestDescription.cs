using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Parley.Server.Authentication;

namespace Parley.Server.Rest;

/// <summary>What <c>/openapi/v1.json</c> says beyond the endpoints' own signatures: what it is, and how to sign in.</summary>
internal static class RestDescription
{
    private const string Bearer = "bearer";
    private const string ApiKey = "apiKey";
    private const string Guest = "guest";

    public static void Configure(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "Parley",
                Version = "v1",
                Description = "Rooms, members, profiles, guests and worlds of a WebRTC signaling server. "
                    + "Errors are application/problem+json (RFC 9457).",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = SecuritySchemes();
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var metadata = context.Description.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<IAuthorizeData>().Any())
                operation.Security = [Requirement(Bearer, context.Document), Requirement(ApiKey, context.Document)];
            if (metadata.OfType<GuestTokenNeeded>().Any()) operation.Security = [Requirement(Guest, context.Document)];
            return Task.CompletedTask;
        });
    }

    private static Dictionary<string, IOpenApiSecurityScheme> SecuritySchemes() => new()
    {
        [Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A user's token; its 'sub' is the account. The admin key is taken too.",
        },
        [ApiKey] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = BearerHandler.ApiKeyHeader,
            Description = "The admin key (Parley:Admin:ApiKey): may do everything.",
        },
        [Guest] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "JWT",
            Description = "A guest's token, from POST /api/guest. It opens nothing else.",
        },
    };

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument? document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}

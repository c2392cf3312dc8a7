using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Parley.Server.Guests;

namespace Parley.Server.Rest;

/// <summary>
/// Every error as <c>application/problem+json</c> (RFC 9457). The framework's own writer is silent towards clients whose
/// <c>Accept</c> does not ask for JSON, which leaves them an empty answer.
/// </summary>
internal sealed class ProblemWriter(IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions> json) : IProblemDetailsWriter
{
    public bool CanWrite(ProblemDetailsContext context) => true;

    public async ValueTask WriteAsync(ProblemDetailsContext context)
    {
        var response = context.HttpContext.Response;
        var problem = context.ProblemDetails;
        problem.Status ??= response.StatusCode;
        problem.Title ??= ReasonPhrases.GetReasonPhrase(problem.Status.Value);

        if (GuestPaths.Contain(context.HttpContext.Request.Path))
        {
            // What guests' clients read of an answer, good or bad.
            problem.Extensions["success"] = false;
            problem.Extensions["message"] = problem.Detail ?? problem.Title;
        }

        response.StatusCode = problem.Status.Value;
        response.Headers.CacheControl = "no-store";
        await response.WriteAsJsonAsync<object>(
            problem, json.Value.SerializerOptions, "application/problem+json", context.HttpContext.RequestAborted);
    }
}

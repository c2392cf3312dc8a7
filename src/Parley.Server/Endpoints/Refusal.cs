using Microsoft.AspNetCore.Mvc;

namespace Parley.Server.Endpoints;

/// <summary>Turns a request away with <c>application/problem+json</c> (RFC 9457).</summary>
internal static class Refusal
{
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        context.Response.StatusCode = status;
        var problems = context.RequestServices.GetRequiredService<IProblemDetailsService>();
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Status = status, Title = title, Detail = detail },
        });
    }
}

using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Parley.Core.Storage;

namespace Parley.Server.Rest;

/// <summary>Turns what was thrown into an answer that says what to do, and nothing about the inside of the server.</summary>
internal sealed partial class FaultHandler(IProblemDetailsService problems, ILogger<FaultHandler> logger) : IExceptionHandler
{
    /// <summary>nginx's code for a client that did not wait; nobody reads it.</summary>
    private const int ClientClosedRequest = 499;

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested)
        {
            httpContext.Response.StatusCode = ClientClosedRequest;
            return true;
        }

        var problem = Describe(exception);
        httpContext.Response.StatusCode = problem.Status!.Value;
        if (problem.Status == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = "5";
        await problems.WriteAsync(new ProblemDetailsContext { HttpContext = httpContext, ProblemDetails = problem });
        return true;
    }

    private ProblemDetails Describe(Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { InnerException: JsonException json } bad:
                return BodyFaults.Describe(bad.StatusCode, json);
            case BadHttpRequestException bad:
                return new ProblemDetails { Status = bad.StatusCode, Detail = bad.Message };
            case StoreUnavailableException:
                LogStore(logger, exception);
                return new ProblemDetails
                {
                    Status = StatusCodes.Status503ServiceUnavailable,
                    Detail = "The database does not answer. Try again in a few seconds.",
                };
            default:
                LogFailed(logger, exception);
                return new ProblemDetails
                {
                    Status = StatusCodes.Status500InternalServerError,
                    Detail = "The server failed at this request; its log says why.",
                };
        }
    }

    [LoggerMessage(LogLevel.Error, "A request failed because the store did.")]
    private static partial void LogStore(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Error, "A request failed on the server's side and was answered with 500.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}

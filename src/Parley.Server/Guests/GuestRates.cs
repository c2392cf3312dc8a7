using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Parley.Core.Limits;
using Parley.Core.Time;
using Parley.Server.Options;

namespace Parley.Server.Guests;

/// <summary>
/// So many requests of guests from one address in 15 minutes, good or bad; then 429. The framework's own rate limiting
/// keeps an entry for every address it has seen, however many there are, and its time can't be moved by tests.
/// </summary>
internal sealed class GuestRates(GuestCallSection options, Clock clock, IProblemDetailsService problems)
{
    private readonly AddressRates rates = new(clock, options.GuestsPerAddress, TimeSpan.FromMinutes(15));

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        !GuestPaths.Contain(context.Request.Path) || rates.TryTake(context.Connection.RemoteIpAddress, out var wait)
            ? next(context)
            : RefuseAsync(context, (int)Math.Ceiling(wait.TotalSeconds));

    private async Task RefuseAsync(HttpContext context, int seconds)
    {
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await problems.WriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = new ProblemDetails { Detail = $"Too many requests from your address. Try again in {seconds} seconds." },
        });
    }
}

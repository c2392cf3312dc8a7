using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Parley.EngineIo.Engine;

/// <summary>Why a request is refused: the numbered errors of Engine.IO, as its clients know them.</summary>
/// <param name="Code">The number.</param>
/// <param name="Message">The reference server's words.</param>
/// <param name="Status">The HTTP status.</param>
internal sealed record EngineError(int Code, string Message, int Status = StatusCodes.Status400BadRequest)
{
    public static readonly EngineError UnknownTransport = new(0, "Transport unknown");
    public static readonly EngineError UnknownSession = new(1, "Session ID unknown");
    public static readonly EngineError BadHandshakeMethod = new(2, "Bad handshake method");
    public static readonly EngineError BadRequest = new(3, "Bad request");
    public static readonly EngineError Forbidden = new(4, "Forbidden", StatusCodes.Status403Forbidden);
    public static readonly EngineError UnsupportedProtocol = new(5, "Unsupported protocol version");
    public static readonly EngineError TooMany = new(3, "Too many sessions", StatusCodes.Status503ServiceUnavailable);
    public static readonly EngineError TooManyFromAddress =
        new(3, "Too many sessions from this address", StatusCodes.Status429TooManyRequests);

    /// <summary>The one that has no number: a client is told the status alone.</summary>
    public static readonly EngineError TooLarge = new(-1, "", StatusCodes.Status413PayloadTooLarge);

    public Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        if (Message.Length == 0) return Task.CompletedTask;

        context.Response.ContentType = "application/json";
        // Words of this class alone: nothing of the request is in them.
        return context.Response.WriteAsync(
            string.Create(CultureInfo.InvariantCulture, $$"""{"code":{{Code}},"message":"{{Message}}"}"""), context.RequestAborted);
    }
}

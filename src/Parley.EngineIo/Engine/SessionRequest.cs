using System.Net;
using Microsoft.AspNetCore.Http;

namespace Parley.EngineIo.Engine;

/// <summary>What is kept of the request that opened a session; the request itself is gone once it is a WebSocket.</summary>
/// <param name="Query">Its query, with the question mark.</param>
/// <param name="Address">Where it came from.</param>
internal sealed record SessionRequest(string Query, IPAddress? Address)
{
    public static SessionRequest Of(HttpContext context) =>
        new(context.Request.QueryString.Value ?? "", context.Connection.RemoteIpAddress);
}

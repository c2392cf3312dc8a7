using Microsoft.AspNetCore.Server.Kestrel.Core;
using Parley.WebSockets;

namespace Parley.Server.Hosting;

/// <summary>
/// Kestrel set up for relaying: from socket to room and back without a change of thread. So nothing on that path may
/// block; see docs/decisions/0003-inline-scheduling.md.
/// </summary>
internal static class Transport
{
    public static void AddParleyTransport(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 * 1024;
            // The frames are our own, on HTTP/1.1's transport; a browser offered HTTP/2 would open WebSockets inside it.
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        builder.WebHost.UseInlineSockets();
    }

    /// <summary>
    /// Behind the protocols: other requests leave the socket's thread at once, for they may take their time (a database, a
    /// file), and other people's signals wait behind that thread.
    /// </summary>
    public static void UseOwnThreads(this WebApplication app) => app.Use(static async (context, next) =>
    {
        await Task.Yield();
        await next(context);
    });
}

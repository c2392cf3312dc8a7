using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.WebSockets.Transport;

namespace Parley.WebSockets;

/// <summary>
/// Kestrel set up for relaying: from a socket through a handler to other sockets without a change of thread, and without
/// Kestrel once a WebSocket is open. See docs/decisions/0003-inline-scheduling.md, 0006-taking-sockets-over.md and 0014-an-epoll-loop.md.
/// </summary>
public static class InlineSockets
{
    private const string InlineCompletions = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>
    /// Runs what a socket's data causes on the thread that polls the sockets. Nothing there may block: every other socket
    /// waits. To be called before the process has used a socket, as the runtime reads its setting once; what the
    /// environment sets already stays.
    /// </summary>
    public static IWebHostBuilder UseInlineSockets(this IWebHostBuilder host)
    {
        if (Environment.GetEnvironmentVariable(InlineCompletions) is null)
            Environment.SetEnvironmentVariable(InlineCompletions, "1");
        return host
            .UseSockets(sockets =>
            {
                sockets.UnsafePreferInlineScheduling = true;
                sockets.IOQueueCount = 0;
            })
            .ConfigureServices(services =>
            {
                services.TryAddSingleton(new SocketPolling(IsWanted: true));
                services.AddSingleton<IConnectionListenerFactory, TcpListenerFactory>();
            });
    }
}

using Microsoft.AspNetCore.Hosting;

namespace Parley.WebSockets;

/// <summary>
/// Kestrel set up for relaying: from a socket through a handler to other sockets without a change of thread. See
/// docs/decisions/0003-inline-scheduling.md.
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
        return host.UseSockets(sockets =>
        {
            sockets.UnsafePreferInlineScheduling = true;
            sockets.IOQueueCount = 0;
        });
    }
}

using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Parley.WebSockets.Transport.Managed;
using Parley.WebSockets.Transport.Polled;

namespace Parley.WebSockets.Transport;

/// <summary>
/// Listens for Kestrel on TCP, with connections that can be taken over: see docs/decisions/0006-taking-sockets-over.md.
/// Their sockets are polled by loops of ours where there are any, and by the runtime elsewhere: see
/// docs/decisions/0014-an-epoll-loop.md. Other addresses, such as Unix sockets, are left to Kestrel's own.
/// </summary>
internal sealed class TcpListenerFactory(IMemoryPoolFactory<byte> pools, SocketPolling polling)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private static readonly SocketTransportOptions Defaults = new();

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listening = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        listening.Listen(Defaults.Backlog);
        var pool = pools.Create();
        return new(polling.IsWanted && SocketLoops.Exist
            ? new PolledListener(listening, pool)
            : new ManagedListener(listening, pool));
    }
}

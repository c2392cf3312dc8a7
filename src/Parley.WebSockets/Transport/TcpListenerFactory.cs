using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Parley.WebSockets.Transport;

/// <summary>
/// Listens for Kestrel on TCP, with connections that can be taken over: see docs/decisions/0006-taking-sockets-over.md.
/// Other addresses, such as Unix sockets, are left to Kestrel's own.
/// </summary>
internal sealed class TcpListenerFactory(IMemoryPoolFactory<byte> pools) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private static readonly SocketTransportOptions Defaults = new();

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listening = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        listening.Listen(Defaults.Backlog);
        return new(new TcpListener(listening, pools.Create()));
    }
}

using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Parley.Tests.WebSockets;

/// <summary>A request for a WebSocket as it should be, for tests to spoil.</summary>
internal sealed class UpgradeRequest
    : IHttpUpgradeFeature, IConnectionTransportFeature, IConnectionLifetimeFeature, IDuplexPipe
{
    private readonly Pipe pipe = new();

    public UpgradeRequest()
    {
        Context.Request.Method = "GET";
        Context.Request.Headers.Connection = "keep-alive, Upgrade";
        Context.Request.Headers.Upgrade = "websocket";
        Context.Request.Headers.SecWebSocketVersion = "13";
        Context.Request.Headers.SecWebSocketKey = "dGhlIHNhbXBsZSBub25jZQ==";
        Context.Features.Set<IHttpUpgradeFeature>(this);
        Context.Features.Set<IConnectionTransportFeature>(this);
        Context.Features.Set<IConnectionLifetimeFeature>(this);
    }

    public DefaultHttpContext Context { get; } = new();

    /// <summary>Whether the server would let the request be upgraded, as it does not over HTTP/2.</summary>
    public bool IsUpgradableRequest { get; set; } = true;

    public bool WasUpgraded { get; private set; }

    public IDuplexPipe Transport
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public PipeReader Input => pipe.Reader;

    public PipeWriter Output => pipe.Writer;

    public CancellationToken ConnectionClosed { get; set; }

    public Task<Stream> UpgradeAsync()
    {
        WasUpgraded = true;
        return Task.FromResult(Stream.Null);
    }

    public void Abort()
    {
    }
}

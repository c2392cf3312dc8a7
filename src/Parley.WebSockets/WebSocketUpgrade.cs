using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Parley.Core.Sessions;
using Parley.WebSockets.Transport;

namespace Parley.WebSockets;

/// <summary>The opening handshake (RFC 6455, section 4.2), over HTTP/1.1.</summary>
public static class WebSocketUpgrade
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>Whether the request asks for a WebSocket as it should; if not, what is wrong with it.</summary>
    public static bool IsRequest(HttpContext context, out string fault)
    {
        var headers = context.Request.Headers;
        fault = !HttpMethods.IsGet(context.Request.Method) ? "a WebSocket is opened by GET"
            : context.Features.Get<IHttpUpgradeFeature>() is not { IsUpgradableRequest: true }
                ? "not a WebSocket request: the headers 'Connection: Upgrade' and 'Upgrade: websocket' are missing"
            : !Has(headers.Upgrade, "websocket") ? "the header 'Upgrade: websocket' is missing"
            : !Has(headers.SecWebSocketVersion, "13") ? "the header 'Sec-WebSocket-Version' has to be 13"
            : !IsKey(headers.SecWebSocketKey) ? "the header 'Sec-WebSocket-Key' has to be 16 bytes in Base64"
            : "";
        return fault.Length == 0;
    }

    /// <summary>Sends the 101 and takes the connection over. Call <see cref="WebSocketConnection.RunAsync"/> next.</summary>
    /// <param name="context">The request, for which <see cref="IsRequest"/> was true.</param>
    /// <param name="services">What all WebSockets share.</param>
    /// <param name="limits">What this one may do.</param>
    /// <param name="outboxLimits">What may wait for it.</param>
    /// <param name="subprotocol">The one agreed on, of those the client offered; or <c>null</c>.</param>
    public static async ValueTask<WebSocketConnection> AcceptAsync(
        HttpContext context, WebSocketServices services, WebSocketLimits limits, OutboxLimits outboxLimits,
        string? subprotocol = null)
    {
        var response = context.Response;
        response.Headers.Upgrade = "websocket";
        response.Headers.Connection = "Upgrade";
        response.Headers.SecWebSocketAccept = Accept(context.Request.Headers.SecWebSocketKey.ToString());
        if (subprotocol is not null) response.Headers.SecWebSocketProtocol = subprotocol;

        await context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync().ConfigureAwait(false);
        var (input, output) = Ends(context);
        return new WebSocketConnection(input, output, services, limits, outboxLimits);
    }

    /// <summary>The socket itself, unless there is something between it and the request, as with TLS.</summary>
    private static (IFrameInput Input, IFrameSender Output) Ends(HttpContext context)
    {
        var features = context.Features;
        if (features.Get<TcpConnection>() is { } tcp && features.Get<ITlsHandshakeFeature>() is null
            && tcp.TryTakeOver(out var input, out var output))
            return (input, output);

        LetGo(context);
        var transport = features.GetRequiredFeature<IConnectionTransportFeature>().Transport;
        var lifetime = features.GetRequiredFeature<IConnectionLifetimeFeature>();
        return (new PipeFrameInput(transport.Input, lifetime), new PipeFrameSender(transport.Output));
    }

    /// <summary>
    /// Where the request lasts as long as the WebSocket, for hours: what only the upgrade needed, a token perhaps, need not
    /// live with it.
    /// </summary>
    private static void LetGo(HttpContext context)
    {
        // The features first: reading a property of the request afterwards makes it forget those it had looked up.
        context.Features.Set<IQueryFeature>(null);
        context.Features.Set<IRequestCookiesFeature>(null);
        var request = context.Request;
        request.QueryString = QueryString.Empty;
        request.Headers.Clear();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "";
    }

    private static bool Has(StringValues values, string wanted) =>
        values.Any(v => v is not null
            && v.Split(',', StringSplitOptions.TrimEntries).Contains(wanted, StringComparer.OrdinalIgnoreCase));

    private static bool IsKey(StringValues key) =>
        key.Count == 1 && key[0] is { Length: 24 } text && Base64.IsValid(text, out var length) && length == 16;

    // SHA-1 is what RFC 6455 asks for here; it guards nothing.
#pragma warning disable CA5350
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
}

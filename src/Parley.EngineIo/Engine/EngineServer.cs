using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.WebSockets;

namespace Parley.EngineIo.Engine;

/// <summary>Engine.IO 4: sessions over HTTP long polling and WebSocket, and the way from one to the other.</summary>
internal sealed class EngineServer
{
    private readonly ConcurrentDictionary<string, EngineSession> sessions = new();
    private readonly SessionsByAddress addresses;
    private readonly PollingRequests polls;
    private readonly ClosedSessions closed;
    private readonly EngineOptions options;
    private readonly OriginList origins;
    private readonly TimeProvider time;
    private readonly Clock clock;
    private readonly WebSocketServices webSockets;
    private readonly WebSocketLimits webSocketLimits;
    private readonly Func<EngineSession, SessionRequest, IEngineHandler> newHandler;
    private int count;
    private int polling;
    private bool closing;

    /// <param name="options">Times and bounds.</param>
    /// <param name="time">Timers.</param>
    /// <param name="clock">Deadlines.</param>
    /// <param name="webSockets">What WebSockets share.</param>
    /// <param name="newHandler">Makes what stands on a session, from the session and the request that opened it.</param>
    public EngineServer(
        EngineOptions options, TimeProvider time, Clock clock, WebSocketServices webSockets,
        Func<EngineSession, SessionRequest, IEngineHandler> newHandler)
    {
        (this.options, this.time, this.clock, this.webSockets, this.newHandler) = (options, time, clock, webSockets, newHandler);
        origins = new OriginList(options.Origins);
        addresses = new SessionsByAddress(options.MaxSessionsPerAddress);
        closed = new ClosedSessions(options.PingTimeout, clock);
        polls = new PollingRequests(options.MaxPayload, closed);
        webSocketLimits = new WebSocketLimits
        {
            MaxMessageBytes = options.MaxPayload,
            // Its clients know codes alone.
            ExplainFaults = false,
            // Engine.IO has pings of its own.
            PingInterval = TimeSpan.FromDays(1),
            DeadAfter = TimeSpan.FromDays(2),
        };
    }

    /// <summary>Open sessions.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Those of them that have no WebSocket.</summary>
    public int Polling => Volatile.Read(ref polling);

    /// <summary>Addresses that have sessions, where those are limited.</summary>
    public int Addresses => addresses.Count;

    /// <summary>Answers any request to the server's path.</summary>
    public Task HandleAsync(HttpContext context)
    {
        if (!origins.Admit(context)) return EngineError.Forbidden.WriteAsync(context);
        if (HttpMethods.IsOptions(context.Request.Method))
        {
            OriginList.AnswerPreflight(context);
            return Task.CompletedTask;
        }

        var query = context.Request.Query;
        var transport = query["transport"].ToString();
        if (transport is not ("polling" or "websocket")) return EngineError.UnknownTransport.WriteAsync(context);

        var id = query["sid"].ToString();
        if (id.Length == 0) return OpenAsync(context, transport);
        if (!sessions.TryGetValue(id, out var session))
            return transport == "polling" ? polls.AnswerUnknownAsync(context, id) : EngineError.UnknownSession.WriteAsync(context);
        if (transport == "websocket") return UpgradeAsync(context, session);
        if (!session.Polls) return EngineError.BadRequest.WriteAsync(context);
        return HttpMethods.IsGet(context.Request.Method) ? polls.PollAsync(context, session)
            : HttpMethods.IsPost(context.Request.Method) ? polls.PostAsync(context, session)
            : EngineError.BadRequest.WriteAsync(context);
    }

    /// <summary>Ends every session, and opens no more.</summary>
    public void CloseAll()
    {
        Volatile.Write(ref closing, true);
        foreach (var (_, session) in sessions) session.End(CloseReason.ShuttingDown, EngineFrames.Close);
    }

    /// <summary>Ends at most so many sessions that poll.</summary>
    public void CloseSome(int most)
    {
        foreach (var (_, session) in sessions)
        {
            if (!session.Polls) continue;
            if (most-- == 0) break;
            session.End(CloseReason.ShuttingDown, EngineFrames.Close);
        }
    }

    private Task OpenAsync(HttpContext context, string transport)
    {
        if (!HttpMethods.IsGet(context.Request.Method)) return EngineError.BadHandshakeMethod.WriteAsync(context);
        if (context.Request.Query["EIO"] != "4") return EngineError.UnsupportedProtocol.WriteAsync(context);
        if (Count >= options.MaxSessions || Volatile.Read(ref closing) || options.TakesMore?.Invoke() == false)
            return EngineError.TooMany.WriteAsync(context);
        if (transport == "websocket" && !WebSocketUpgrade.IsRequest(context, out _)) return EngineError.BadRequest.WriteAsync(context);
        var request = SessionRequest.Of(context);
        if (!addresses.TryEnter(request.Address)) return EngineError.TooManyFromAddress.WriteAsync(context);
        return transport == "websocket" ? OpenWebSocketAsync(context, request) : polls.PollAsync(context, Add(request, null));
    }

    private async Task OpenWebSocketAsync(HttpContext context, SessionRequest request)
    {
        var opened = false;
        try
        {
            await AcceptAsync(context, connection =>
            {
                opened = true;
                return new EngineWebSocket(connection, Add(request, connection), clock);
            }).ConfigureAwait(false);
        }
        finally
        {
            // The client went before it had a session, which would have left by itself.
            if (!opened) addresses.Leave(request.Address);
        }
    }

    private EngineSession Add(SessionRequest request, IConnection? connection)
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_');
        var session = new EngineSession(id, request.Address, connection, options, time, this);
        // Before there is a handler, which may send at once.
        session.Send(Handshake(session));
        session.Inbox.Handler = newHandler(session, request);
        sessions[id] = session;
        Interlocked.Increment(ref count);
        if (connection is null) Interlocked.Increment(ref polling);
        return session;
    }

    /// <summary>A client is about to close a session, and no poll of it is there to be told. Before <see cref="Remove"/>.</summary>
    public void ClosedWithoutPoll(string id) => closed.Add(id);

    /// <summary>A session is over.</summary>
    public void Remove(EngineSession session, bool polls)
    {
        if (!sessions.TryRemove(KeyValuePair.Create(session.Id, session))) return;
        addresses.Leave(session.Address);
        Interlocked.Decrement(ref count);
        if (polls) Interlocked.Decrement(ref polling);
    }

    /// <summary>A session has a WebSocket now.</summary>
    public void Upgraded() => Interlocked.Decrement(ref polling);

    private Frame Handshake(EngineSession session)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        buffer.Write("0"u8);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("sid"u8, session.Id);
            json.WriteStartArray("upgrades"u8);
            if (session.Polls) json.WriteStringValue("websocket"u8);
            json.WriteEndArray();
            json.WriteNumber("pingInterval"u8, (long)options.PingInterval.TotalMilliseconds);
            json.WriteNumber("pingTimeout"u8, (long)options.PingTimeout.TotalMilliseconds);
            json.WriteNumber("maxPayload"u8, options.MaxPayload);
            json.WriteEndObject();
        }

        return Frame.Of(FrameOpcode.Text, buffer.WrittenSpan);
    }

    private Task UpgradeAsync(HttpContext context, EngineSession session)
    {
        if (!WebSocketUpgrade.IsRequest(context, out _)) return EngineError.BadRequest.WriteAsync(context);
        return AcceptAsync(context, connection =>
        {
            // As the reference does: accepted and closed, so that a browser's page learns that much.
            if (!session.TryBeginUpgrade(connection)) connection.Close(CloseCode.Normal, "the session has a WebSocket");
            return new EngineWebSocket(connection, session, clock, options.UpgradeTimeout);
        });
    }

    private async Task AcceptAsync(HttpContext context, Func<IConnection, IMessageHandler> newSocket)
    {
        var connection = await WebSocketUpgrade.AcceptAsync(context, webSockets, webSocketLimits, options.Outbox)
            .ConfigureAwait(false);
        await connection.RunAsync(newSocket(connection)).ConfigureAwait(false);
    }
}

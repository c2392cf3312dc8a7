using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Parley.Core.Messages;
using Parley.Core.Sessions;
using Parley.Core.Time;
using Parley.WebSockets;

namespace Parley.EngineIo.Engine;

/// <summary>Engine.IO 4: sessions over HTTP long polling and WebSocket, and the way from one to the other.</summary>
internal sealed class EngineServer
{
    private const int PacketsABatch = 128;

    private readonly ConcurrentDictionary<string, EngineSession> sessions = new();
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
        closed = new ClosedSessions(options.PingTimeout, clock);
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
        if (!sessions.TryGetValue(id, out var session)) return AnswerUnknownAsync(context, transport, id);
        if (transport == "websocket") return UpgradeAsync(context, session);
        if (!session.Polls) return EngineError.BadRequest.WriteAsync(context);
        return HttpMethods.IsGet(context.Request.Method) ? PollAsync(context, session)
            : HttpMethods.IsPost(context.Request.Method) ? PostAsync(context, session)
            : EngineError.BadRequest.WriteAsync(context);
    }

    /// <summary>Ends every session, and opens no more.</summary>
    public void CloseAll()
    {
        Volatile.Write(ref closing, true);
        foreach (var (_, session) in sessions) session.End(CloseReason.ShuttingDown, EngineFrames.Close);
    }

    private Task OpenAsync(HttpContext context, string transport)
    {
        if (!HttpMethods.IsGet(context.Request.Method)) return EngineError.BadHandshakeMethod.WriteAsync(context);
        if (context.Request.Query["EIO"] != "4") return EngineError.UnsupportedProtocol.WriteAsync(context);
        if (Count >= options.MaxSessions || Volatile.Read(ref closing) || options.TakesMore?.Invoke() == false)
            return EngineError.TooMany.WriteAsync(context);
        var request = SessionRequest.Of(context);
        return transport == "websocket"
            ? AcceptAsync(context, connection => new EngineWebSocket(connection, Add(request, connection), clock))
            : PollAsync(context, Add(request, null));
    }

    private EngineSession Add(SessionRequest request, IConnection? connection)
    {
        var id = Convert.ToBase64String(RandomNumberGenerator.GetBytes(18)).Replace('+', '-').Replace('/', '_');
        var session = new EngineSession(id, connection, options, time, this);
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

    /// <summary>A poll that came behind its client's close is told what it would have been told in front of it.</summary>
    private Task AnswerUnknownAsync(HttpContext context, string transport, string id) =>
        transport == "polling" && HttpMethods.IsGet(context.Request.Method) && closed.TryTake(id)
            ? AnswerPollAsync(context, EngineFrames.Noop.Payload)
            : EngineError.UnknownSession.WriteAsync(context);

    private Task UpgradeAsync(HttpContext context, EngineSession session) => AcceptAsync(context, connection =>
    {
        // As the reference does: accepted and closed, so that a browser's page learns that much.
        if (!session.Polls) connection.Close(CloseCode.Normal, "the session has a WebSocket");
        return new EngineWebSocket(connection, session, clock, options.UpgradeTimeout);
    });

    private async Task AcceptAsync(HttpContext context, Func<IConnection, IMessageHandler> newSocket)
    {
        if (!WebSocketUpgrade.IsRequest(context, out _))
        {
            await EngineError.BadRequest.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        var connection = await WebSocketUpgrade.AcceptAsync(context, webSockets, webSocketLimits, options.Outbox)
            .ConfigureAwait(false);
        await connection.RunAsync(newSocket(connection)).ConfigureAwait(false);
    }

    private async Task PollAsync(HttpContext context, EngineSession session)
    {
        if (session.BeginPoll() is not { } ready)
        {
            // It may have been closed since it was found.
            await (closed.TryTake(session.Id)
                ? AnswerPollAsync(context, EngineFrames.Noop.Payload)
                : EngineError.BadRequest.WriteAsync(context)).ConfigureAwait(false);
            return;
        }

        try
        {
            await ready.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Whatever would have been its answer would be lost.
            session.End(CloseReason.TransportError, default);
            return;
        }

        var (payload, length) = session.TakePoll();
        if (payload is null)
        {
            await EngineError.BadRequest.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await AnswerPollAsync(context, payload.AsMemory(0, length)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            session.End(CloseReason.TransportError, default);
        }
        finally
        {
            session.EndPoll();
            ArrayPool<byte>.Shared.Return(payload);
        }
    }

    private static Task AnswerPollAsync(HttpContext context, ReadOnlyMemory<byte> payload)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=UTF-8";
        response.ContentLength = payload.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(payload, context.RequestAborted).AsTask();
    }

    private async Task PostAsync(HttpContext context, EngineSession session)
    {
        if (!session.TryBeginPost())
        {
            await EngineError.BadRequest.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        var body = new RequestBody(options.MaxPayload);
        try
        {
            var error = await body.ReadAsync(context).ConfigureAwait(false) ? await TakeAsync(session, body).ConfigureAwait(false)
                : EngineError.TooLarge;
            if (error is not null)
            {
                await error.WriteAsync(context).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            session.End(CloseReason.TransportError, default);
            return;
        }
        finally
        {
            body.Return();
            session.EndPost();
        }

        context.Response.ContentType = "text/html";
        await context.Response.WriteAsync("ok", context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Works through a body a part at a time; what it causes for the sender has to fit what may wait for it.</summary>
    private static async ValueTask<EngineError?> TakeAsync(EngineSession session, RequestBody body)
    {
        // Clients take text as UTF-8; what is none would come out as something else at each.
        if (!Utf8.IsValid(body.Bytes.Span))
        {
            session.End(CloseReason.ParseError, EngineFrames.Close);
            return EngineError.BadRequest;
        }

        var rest = body.Bytes;
        while (true)
        {
            var more = TakeSome(session, ref rest, out var valid);
            if (!valid) return EngineError.BadRequest;
            if (!more) return null;
            await session.RoomAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Reads so many packets that what they cause can be flushed before anybody's outbox is full.</summary>
    /// <returns>Whether there are more.</returns>
    private static bool TakeSome(EngineSession session, ref Memory<byte> rest, out bool valid)
    {
        var packets = new PolledPackets(rest.Span);
        FlushBatch.Begin();
        try
        {
            for (var i = 0; i < PacketsABatch; i++)
            {
                if (!packets.TryNext(out valid))
                {
                    if (!valid) session.End(CloseReason.ParseError, EngineFrames.Close);
                    return false;
                }

                if (session.Receive(packets.Type, packets.Payload, packets.Binary)) continue;
                valid = packets.Type == EnginePacketType.Close;
                return false;
            }
        }
        finally
        {
            FlushBatch.End();
        }

        valid = true;
        rest = rest[^packets.Unread..];
        return packets.HasMore;
    }
}

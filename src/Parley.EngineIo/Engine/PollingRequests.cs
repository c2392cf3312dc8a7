using System.Buffers;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Parley.Core.Sessions;

namespace Parley.EngineIo.Engine;

/// <summary>The two requests of long polling: a GET that waits for packets, and a POST that brings some.</summary>
/// <param name="maxPayload">Largest body of a POST, in bytes.</param>
/// <param name="closed">Whose last poll may still come.</param>
internal sealed class PollingRequests(int maxPayload, ClosedSessions closed)
{
    private const int PacketsABatch = 128;

    /// <summary>Answers a GET, once there is something to say.</summary>
    public async Task PollAsync(HttpContext context, EngineSession session)
    {
        if (session.BeginPoll() is not { } ready)
        {
            // It may have been closed since it was found.
            await (closed.TryTake(session.Id)
                ? AnswerPollAsync(context, EngineFrames.Noop.Payload).AsTask()
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

    /// <summary>A poll that came behind its client's close is told what it would have been told in front of it.</summary>
    public Task AnswerUnknownAsync(HttpContext context, string id) =>
        HttpMethods.IsGet(context.Request.Method) && closed.TryTake(id)
            ? AnswerPollAsync(context, EngineFrames.Noop.Payload).AsTask()
            : EngineError.UnknownSession.WriteAsync(context);

    /// <summary>Answers a POST, once what is in it has been told.</summary>
    public async Task PostAsync(HttpContext context, EngineSession session)
    {
        if (!session.TryBeginPost())
        {
            await EngineError.BadRequest.WriteAsync(context).ConfigureAwait(false);
            return;
        }

        var body = new RequestBody(maxPayload);
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
            // Or Kestrel would read on where this was reading, and log that it can't as an error.
            context.Abort();
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

    private static ValueTask AnswerPollAsync(HttpContext context, ReadOnlyMemory<byte> payload)
    {
        var response = context.Response;
        response.ContentType = "text/plain; charset=UTF-8";
        response.ContentLength = payload.Length;
        response.Headers.CacheControl = "no-store";
        return response.Body.WriteAsync(payload, context.RequestAborted);
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

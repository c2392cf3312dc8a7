using System.Buffers.Text;
using System.Text;

namespace Parley.Protocols.Live.Whip;

/// <summary>
/// Asks where the room is. On one node that is here; with several, a session's id says in which room it is, so that any of
/// them finds it.
/// </summary>
/// <param name="whip">Does it.</param>
/// <param name="hasOthers">Whether there may be other nodes.</param>
public sealed class WhipRooms(WhipProtocol whip, bool hasOthers)
{
    private const char BetweenIdAndRoom = '.';

    /// <summary>Asks for a session in a room.</summary>
    /// <param name="ask">What.</param>
    /// <param name="cancellationToken">Gives it up, and leaves nothing behind.</param>
    public async Task<WhipReply> BeginAsync(WhipAsk ask, CancellationToken cancellationToken)
    {
        if (!hasOthers) return await whip.RunAsync(ask, cancellationToken);
        var reply = await AskAsync(ask, cancellationToken);
        return reply.Session is null ? reply : WithRoom(reply, ask.Rid);
    }

    /// <summary>Asks for something of a session.</summary>
    /// <param name="act">What.</param>
    /// <param name="id">The session's.</param>
    /// <param name="userId">Who asks.</param>
    /// <param name="text">The body.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<WhipReply> AskAsync(WhipAct act, string id, string userId, string text, CancellationToken cancellationToken)
    {
        var user = new WhipUser(userId, new LiveProfile(userId, userId, ""));
        if (!hasOthers) return await whip.RunAsync(new WhipAsk(act, "", user, text, Session: id), cancellationToken);
        var between = id.IndexOf(BetweenIdAndRoom, StringComparison.Ordinal);
        if (between < 0 || RoomIn(id[(between + 1)..]) is not { } rid) return WhipReply.Gone;
        var reply = await AskAsync(new WhipAsk(act, rid, user, text, Session: id[..between]), cancellationToken);
        return reply.Session is null ? reply : WithRoom(reply, rid);
    }

    private async Task<WhipReply> AskAsync(WhipAsk ask, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<WhipReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        whip.Rooms.Dispatch(LiveScope.Plain.RoomOf(ask.Rid)!.Value, new AskWhip(ask, whip, answer));
        try
        {
            return await answer.Task.WaitAsync(cancellationToken);
        }
        catch (TimeoutException unanswered)
        {
            return WhipReply.Refused(LiveCode.ServerFailed, $"{unanswered.Message} Try again.");
        }
        catch (OperationCanceledException) when (ask.Act is WhipAct.Publish or WhipAct.Watch)
        {
            _ = EndAsync(answer.Task, ask);
            throw;
        }
    }

    /// <summary>What nobody waits for any more is ended as soon as it is there.</summary>
    private async Task EndAsync(Task<WhipReply> begun, WhipAsk ask)
    {
        try
        {
            if ((await begun).Session is { } session)
                await AskAsync(ask with { Act = WhipAct.End, Text = "", Session = session.Id }, CancellationToken.None);
        }
        catch (Exception)
        {
            // Nothing began, or its node is gone.
        }
    }

    private static WhipReply WithRoom(WhipReply reply, string rid) => reply with
    {
        Session = reply.Session! with { Id = $"{reply.Session.Id}{BetweenIdAndRoom}{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(rid))}" },
    };

    private static string? RoomIn(string text)
    {
        if (!Base64Url.IsValid(text)) return null;
        var rid = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
        return Core.Identity.UserIds.IsValid(rid) ? rid : null;
    }
}

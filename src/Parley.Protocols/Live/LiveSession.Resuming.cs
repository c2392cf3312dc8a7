using Parley.Core.Identity;
using Parley.Core.Messages;
using Parley.Core.Resuming;

namespace Parley.Protocols.Live;

/// <summary>How the session outlives its connection, for a client that says so with its first JOIN.</summary>
internal sealed partial class LiveSession
{
    /// <summary>The room of that JOIN: its answers say what became of resuming.</summary>
    private string keptRid = "";

    /// <summary>What the next answer to a JOIN is to say of it.</summary>
    private ResumeAnswer? answer;
    private bool away;

    public override bool TryDeliver(Event message) =>
        answer is not null && message is LiveJoined or LiveRefused { Request.Type: LiveSignalType.Join }
            ? AnswerBy(message)
            : base.TryDeliver(message);

    protected override void Away()
    {
        away = true;
        foreach (var place in places) protocol.Rooms.Dispatch(place.Room, new AwayLive(place.Member));
    }

    protected override void Returning(VerifiedIdentity? identity)
    {
        away = false;
        this.identity = identity;
        foreach (var place in places) protocol.Rooms.Dispatch(place.Room, new BackLive(place.Member));
    }

    protected override Frame WriteResumed(ResumeAnswer answer) => LiveCodec.WriteResumed(keptRid, answer);

    /// <summary>As if it had joined once more: what it sent begins anew, as with every session that comes again.</summary>
    protected override void Restate(ResumeAnswer answer)
    {
        var joined = places.Where(p => p.Joined is not null && p.Member.Place == LivePlace.In).OrderBy(p => p.Rid != keptRid).ToArray();
        if (joined.Length > 0) this.answer = answer;
        else Answer(WriteResumed(answer));
        foreach (var place in joined)
            protocol.Rooms.Dispatch(place.Room, place.Joined! with { Creating = false, IceServers = protocol.IceServersFor(place.Member.UserId) });
    }

    /// <summary>Whether this connection is another session's now. It is asked once, with the first JOIN.</summary>
    private bool Resumes(in LiveEnvelope envelope)
    {
        if (envelope.Type != LiveSignalType.Join || IsKept || IsPart || places.Count > 0) return false;

        var binding = BindingOf(envelope.Rid!);
        if (TryResume(protocol.Kept, new ResumeRequest(envelope.Resume!, envelope.Seen), binding, identity, out var rejected))
        {
            protocol.Users.Release(session!.UserId);
            session = null;
            Metrics.Disconnected();
            return true;
        }

        keptRid = envelope.Rid!;
        answer = Keep(protocol.Kept, binding, protocol.Options.Grace, rejected);
        return false;
    }

    private bool AnswerBy(Event message) =>
        Interlocked.Exchange(ref answer, null) is { } said ? Answer(LiveCodec.Write(message, said)) : base.TryDeliver(message);
}

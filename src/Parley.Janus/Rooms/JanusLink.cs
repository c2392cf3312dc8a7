using Parley.Core.Media;
using Parley.Janus.Api;

namespace Parley.Janus.Rooms;

/// <summary>What publishers' and watchers' streams have in common: a handle of Janus's with one peer connection.</summary>
internal abstract class JanusLink : IMediaLink
{
    /// <summary>Of one stream: several times what browsers trickle, restarts included.</summary>
    private const int MostCandidates = 500;

    private const int LongestCandidate = 1024;

    private int candidates;
    private int disposed;

    protected JanusLink(JanusRoom room, JanusHandle handle)
    {
        (Room, Handle) = (room, handle);
        handle.Happened = Happened;
    }

    public string Sdp { get; protected set; } = "";

    public JanusRoom Room { get; }

    /// <summary>Whether its connection is up.</summary>
    public bool Connected { get; private set; }

    public JanusHandle Handle { get; }

    protected bool Disposed => Volatile.Read(ref disposed) != 0;

    public void AddCandidate(RemoteCandidate? candidate)
    {
        if (Disposed || Interlocked.Increment(ref candidates) > MostCandidates) return;
        if (candidate is not null && (candidate.Candidate.Length > LongestCandidate || candidate.SdpMLineIndex < 0
            || candidate.Candidate.Any(char.IsControl) || (candidate.SdpMid ?? "").Any(char.IsControl))) return;
        Handle.Trickle(candidate);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        Room.Remove(this);
        OnEnded();
        await Handle.DetachAsync();
    }

    /// <summary>It has ended with its server: there is nothing to tell Janus.</summary>
    internal void Lose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        OnEnded();
    }

    internal void CheckEnded()
    {
        Room.CheckEnded();
        if (Disposed) throw new MediaException(MediaFault.StreamGone, "The stream has ended.");
    }

    /// <summary>What Janus tells of the connection, or what it would have told while it could not.</summary>
    internal void BecomeConnected()
    {
        if (Disposed) return;
        Connected = true;
        OnConnected();
        Room.Tell(new MediaUp(this));
    }

    /// <inheritdoc cref="BecomeConnected"/>
    internal void BecomeHungUp(string reason)
    {
        if (Disposed) return;
        Connected = false;
        Room.Tell(new MediaHungUp(this, reason));
        OnHungUp();
    }

    /// <summary>Asks the plugin over this stream's handle.</summary>
    /// <exception cref="MediaException">It said no, or nothing.</exception>
    protected async Task<JanusMessage> AskAsync(
        Action<System.Text.Json.Utf8JsonWriter> body, (string Type, string Sdp)? jsep, CancellationToken cancellationToken)
    {
        try
        {
            return await Handle.AskAsync(body, jsep, cancellationToken);
        }
        catch (JanusException fault)
        {
            throw fault.ToMedia();
        }
    }

    /// <exception cref="MediaException">There is none.</exception>
    protected static string SdpOf(JanusMessage answer) =>
        answer.Sdp ?? throw new MediaException(MediaFault.ServerFailed, "The media server gave no SDP: try again.");

    protected virtual void OnConnected()
    {
    }

    protected virtual void OnHungUp()
    {
    }

    protected virtual void OnEnded()
    {
    }

    private void Happened(JanusMessage message)
    {
        switch (message.Kind)
        {
            case "webrtcup": BecomeConnected(); break;
            case "hangup": BecomeHungUp(message.Reason); break;
            case "detached": BecomeHungUp("the media server ended it"); break;
            case "slowlink" when !Disposed: // its "uplink" means what Janus sends; a link goes one way only, and needs none
                var lost = (int)Math.Min(JanusMessage.Number(message.Root, "lost"), int.MaxValue);
                Room.Tell(new MediaSlow(this, lost));
                break;
        }
    }
}

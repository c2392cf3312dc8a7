using Parley.Core.Media;

namespace Parley.Tests.Media;

/// <summary>What both kinds of streams of the <see cref="FakeMediaServer"/> have in common.</summary>
internal abstract class FakeMediaLink(FakeMediaRoom room, string sdp) : IMediaLink
{
    private readonly Lock gate = new();
    private readonly List<RemoteCandidate?> candidates = [];

    public string Sdp => sdp;

    public bool Ended { get; private set; }

    /// <summary>Whether its connection has come up.</summary>
    public bool Connected { get; private set; }

    /// <summary>What the client's side trickled; <c>null</c> is the end of it.</summary>
    public IReadOnlyList<RemoteCandidate?> Candidates
    {
        get
        {
            lock (gate) return [.. candidates];
        }
    }

    protected FakeMediaRoom Room => room;

    public void AddCandidate(RemoteCandidate? candidate)
    {
        lock (gate) candidates.Add(candidate);
    }

    /// <summary>Its connection comes up.</summary>
    public void Connect()
    {
        Connected = true;
        OnConnected();
        room.Tell(new MediaUp(this));
    }

    /// <summary>Its connection ends, as when the client's network goes. The link remains until it is disposed of.</summary>
    public void HangUp(string reason = "ICE failed")
    {
        Connected = false;
        room.Tell(new MediaHungUp(this, reason));
        OnHungUp();
    }

    /// <summary>Packets are lost.</summary>
    public void Lose(int packets) => room.Tell(new MediaSlow(this, packets));

    public ValueTask DisposeAsync()
    {
        End();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    internal void End()
    {
        lock (gate)
        {
            if (Ended) return;
            Ended = true;
        }

        room.Remove(this);
        OnEnded();
    }

    internal void CheckEnded()
    {
        room.CheckEnded();
        if (Ended) throw new MediaException(MediaFault.StreamGone, "The stream has ended.");
    }

    protected virtual void OnConnected()
    {
    }

    protected virtual void OnHungUp()
    {
    }

    protected virtual void OnEnded()
    {
    }

    protected async Task AnswerableAsync(CancellationToken cancellationToken)
    {
        CheckEnded();
        await room.Server.AnswerableAsync(cancellationToken);
        CheckEnded();
    }
}

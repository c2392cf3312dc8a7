using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core;

/// <summary>A peer that keeps what it is told. Safe for several threads, as peers have to be.</summary>
internal sealed class RecordingPeer(string name = "") : IPeer
{
    private readonly Lock gate = new();
    private readonly List<Event> received = [];
    private readonly List<CloseCode> closes = [];

    public PeerId Id { get; } = PeerId.Next();

    /// <summary>What it was told since the last <see cref="Take"/>.</summary>
    public IReadOnlyList<Event> Received
    {
        get
        {
            lock (gate) return [.. received];
        }
    }

    public IReadOnlyList<CloseCode> Closes
    {
        get
        {
            lock (gate) return [.. closes];
        }
    }

    public bool TryDeliver(Event message)
    {
        lock (gate) received.Add(message);
        return true;
    }

    public void Close(CloseCode code, string reason)
    {
        lock (gate) closes.Add(code);
    }

    /// <summary>What it was told since the last call.</summary>
    public IReadOnlyList<Event> Take()
    {
        lock (gate)
        {
            Event[] taken = [.. received];
            received.Clear();
            return taken;
        }
    }

    public override string ToString() => name;
}

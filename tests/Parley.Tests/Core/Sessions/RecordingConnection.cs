using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>A transport that keeps what a session sends. Safe for several threads, as transports have to be.</summary>
internal sealed class RecordingConnection : IConnection
{
    private readonly Lock gate = new();

    public List<byte[]> Sent { get; } = [];

    public List<(CloseCode Code, string Reason)> Closes { get; } = [];

    /// <summary>Whether it is ending and takes nothing.</summary>
    public bool Ending { get; set; }

    /// <summary>What waits in the place for the newest; a test takes it with <see cref="TakeLatest"/>.</summary>
    public byte[]? Latest { get; private set; }

    /// <summary>Whom it was handed over to.</summary>
    public IMessageHandler? Handler { get; private set; }

    public bool LatestWaits => Latest is not null;

    /// <summary>Whether it is a node's of several.</summary>
    public bool Remembers { get; init; }

    /// <summary>What the session would have had to be opened with on another node, from time to time.</summary>
    public List<byte[]> States { get; } = [];

    public void Remember(byte[] state) => States.Add(state);

    public bool TrySend(in Frame frame)
    {
        if (Ending) return false;
        lock (gate) Sent.Add(frame.Bytes.ToArray());
        return true;
    }

    public bool TrySendLatest(byte[] buffer, int length)
    {
        if (Ending) return false;
        lock (gate) Latest = buffer[..length];
        return true;
    }

    public bool DropLatest()
    {
        lock (gate)
        {
            var waited = Latest is not null;
            Latest = null;
            return waited;
        }
    }

    /// <summary>Lets what waits go out.</summary>
    public void TakeLatest()
    {
        lock (gate)
        {
            if (Latest is not null) Sent.Add(Latest);
            Latest = null;
        }
    }

    /// <summary>What was sent after so many pieces.</summary>
    public IReadOnlyList<byte[]> SentSince(int pieces)
    {
        lock (gate) return [.. Sent.Skip(pieces)];
    }

    public void Close(CloseCode code, string reason)
    {
        lock (gate) Closes.Add((code, reason));
        Ending = true;
    }

    public void HandOver(IMessageHandler next) => Handler = next;

    public void Abort() => Ending = true;
}

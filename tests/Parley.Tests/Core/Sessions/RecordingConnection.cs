using Parley.Core.Messages;
using Parley.Core.Sessions;

namespace Parley.Tests.Core.Sessions;

/// <summary>A transport that keeps what a session sends.</summary>
internal sealed class RecordingConnection : IConnection
{
    public List<byte[]> Sent { get; } = [];

    public List<(CloseCode Code, string Reason)> Closes { get; } = [];

    /// <summary>Whether it is ending and takes nothing.</summary>
    public bool Ending { get; set; }

    public bool TrySend(in Frame frame)
    {
        if (Ending) return false;
        Sent.Add(frame.Bytes.ToArray());
        return true;
    }

    /// <summary>What waits in the place for the newest; a test takes it with <see cref="TakeLatest"/>.</summary>
    public byte[]? Latest { get; private set; }

    public bool LatestWaits => Latest is not null;

    public bool TrySendLatest(byte[] buffer, int length)
    {
        if (Ending) return false;
        Latest = buffer[..length];
        return true;
    }

    public bool DropLatest()
    {
        var waited = Latest is not null;
        Latest = null;
        return waited;
    }

    /// <summary>Lets what waits go out.</summary>
    public void TakeLatest()
    {
        if (Latest is not null) Sent.Add(Latest);
        Latest = null;
    }

    public void Close(CloseCode code, string reason)
    {
        Closes.Add((code, reason));
        Ending = true;
    }

    public void Abort() => Ending = true;
}

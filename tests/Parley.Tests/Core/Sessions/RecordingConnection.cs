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

    public void Close(CloseCode code, string reason)
    {
        Closes.Add((code, reason));
        Ending = true;
    }

    public void Abort() => Ending = true;
}

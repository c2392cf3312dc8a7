using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>The transport below a session. Nothing here blocks or throws; everything may be called from any thread.</summary>
public interface IConnection
{
    /// <summary>Sends after everything sent before. <c>false</c> when the connection is ending and won't.</summary>
    bool TrySend(in Frame frame);

    /// <summary>Sends what waits, then closes with a code and a reason.</summary>
    void Close(CloseCode code, string reason);

    /// <summary>Ends the connection at once, but never within the caller's stack.</summary>
    void Abort();
}

using Parley.Core.Messages;

namespace Parley.Core.Sessions;

/// <summary>The transport below a session. Nothing here blocks or throws; everything may be called from any thread.</summary>
public interface IConnection
{
    /// <summary>Sends after everything sent before. <c>false</c> when the connection is ending and won't.</summary>
    bool TrySend(in Frame frame);

    /// <summary>Whether the client is not to hear of what this thread does now: then <see cref="TrySend"/> sends nothing.</summary>
    bool IsUnheard => false;

    /// <summary>Whether what the client sends does not come through for now: that nothing comes says nothing of it.</summary>
    bool IsCutOff => false;

    /// <summary>Whether what <see cref="TrySendLatest"/> was given last still waits.</summary>
    bool LatestWaits { get; }

    /// <summary>
    /// Sends frames of which only the newest count: behind everything that <see cref="TrySend"/> was given, and in the place
    /// of those that still wait. <c>false</c> when the connection is ending and won't.
    /// </summary>
    /// <param name="buffer">From <see cref="LatestFrames.Rent"/>; the connection's from now on.</param>
    /// <param name="length">How many bytes of it are frames.</param>
    bool TrySendLatest(byte[] buffer, int length);

    /// <summary>
    /// Drops what <see cref="LatestWaits"/>, for when it is no longer true. <c>false</c> when nothing did: whatever was sent
    /// so goes out before what is sent now.
    /// </summary>
    bool DropLatest();

    /// <summary>Sends what waits, then closes with a code and a reason.</summary>
    void Close(CloseCode code, string reason);

    /// <summary>
    /// Tells <paramref name="next"/> from now on, and no longer the handler it told so far. From the thread that reads it,
    /// or before one does.
    /// </summary>
    void HandOver(IMessageHandler next);

    /// <summary>Ends the connection at once, but never within the caller's stack.</summary>
    void Abort();

    /// <summary>Whether the session may have to be opened again on another node: then it says by <see cref="Remember"/> how.</summary>
    bool Remembers => false;

    /// <summary>What the session would have to be opened with on another node, from now on. Only where it <see cref="Remembers"/>.</summary>
    /// <param name="state">The whole of it; the connection's from now on.</param>
    void Remember(byte[] state)
    {
    }
    /// <summary>The session goes on by another connection: of this one nobody has to know any more. It may have ended before.</summary>
    void Dismiss()
    {
    }
}

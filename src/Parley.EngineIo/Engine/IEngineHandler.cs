namespace Parley.EngineIo.Engine;

/// <summary>What a session tells whoever stands on it. Called by one thread at a time; must not block.</summary>
internal interface IEngineHandler
{
    /// <summary>A message. The bytes are the caller's and are reused on return; text is valid UTF-8.</summary>
    /// <returns><c>false</c> when it can't be read: the session then ends.</returns>
    bool Receive(ReadOnlySpan<byte> message, bool binary);

    /// <summary>The session is over; called once. Does not throw.</summary>
    void Closed(string reason);
}

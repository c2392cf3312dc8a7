namespace Parley.Core.Sessions;

/// <summary>What a connection tells whoever listens on it. Called by one thread at a time; must not block.</summary>
public interface IMessageHandler
{
    /// <summary>A whole message. The bytes are the caller's and are reused on return; text is valid UTF-8.</summary>
    void Receive(ReadOnlySpan<byte> message, bool binary);

    /// <summary>Called about once a second, also while another thread is in <see cref="Receive"/>.</summary>
    void Tick();

    /// <summary>The client let its outbox run over and is being closed. Only for counting: a room's lock may be held.</summary>
    void TooSlow();

    /// <summary>The client answered a ping, behind whatever it sent before.</summary>
    void Answered()
    {
    }

    /// <summary>
    /// The client began the closing handshake: it goes on purpose, where a connection that is lost says nothing.
    /// <see cref="Ended"/> follows.
    /// </summary>
    void Leaving()
    {
    }

    /// <summary>The connection is over; called once, as the last call of a connection.</summary>
    void Ended();

    /// <summary>Whether the session goes on though its connection has ended: its client may come back.</summary>
    bool IsAway => false;

    /// <summary>
    /// The session goes on at another node: what is needed there so that its client can still resume it, or <c>null</c>.
    /// Here nothing is sent any more; <see cref="GiveUp"/> follows.
    /// </summary>
    byte[]? HandOff() => null;

    /// <summary>
    /// The session was open on another node before, and its room works again: in it is everybody who could be brought back,
    /// and from now on clients hear what is sent. Called once, before anything else of what its client sent.
    /// </summary>
    void Reopened()
    {
    }

    /// <summary>Something that was sent may have been sent before, by another node: what is counted is no longer certain.</summary>
    void Doubt()
    {
    }

    /// <summary>What <see cref="IConnection.TrySendLatest"/> was given last did not all come to the client: something newer took its place.</summary>
    void LatestLost()
    {
    }

    /// <summary>The session ends for good, with its connection or after that. In the place of <see cref="Ended"/>, or behind it.</summary>
    void GiveUp() => Ended();
}

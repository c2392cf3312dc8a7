namespace Parley.WebSockets.Transport.Polled;

/// <summary>Whose descriptor a <see cref="SocketLoop"/> polls. Called on its thread only, so it must not block.</summary>
internal interface IPolled
{
    /// <summary>The descriptor may be ready for something. That is a hint: what it is ready for say the system calls.</summary>
    /// <param name="events">What <see cref="Epoll"/> said.</param>
    void OnReady(uint events);

    /// <summary><see cref="OnReady"/> has thrown.</summary>
    void OnFailure(Exception failure);
}

namespace Parley.EngineIo;

/// <summary>
/// Handles an event, on the thread that read it: others' events wait behind that thread, so it must not block. One socket's
/// events come one after another.
/// </summary>
/// <param name="socket">Who sent it.</param>
/// <param name="message">The event; valid until the handler returns.</param>
public delegate void SocketIoHandler(SocketIoSocket socket, in SocketIoEvent message);

namespace Parley.EngineIo.Sockets;

/// <summary>Where a socket is in its life.</summary>
internal enum SocketState
{
    Joining,
    Joined,
    Ended,
}

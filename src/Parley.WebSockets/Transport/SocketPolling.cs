namespace Parley.WebSockets.Transport;

/// <summary>How sockets are polled.</summary>
/// <param name="IsWanted">Whether by loops of ours, where there are any; for tests of the other way.</param>
internal sealed record SocketPolling(bool IsWanted);

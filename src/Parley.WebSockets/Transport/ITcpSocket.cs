namespace Parley.WebSockets.Transport;

/// <summary>
/// A connected TCP socket as those see it who send on it and end it: one that a loop of ours polls, or the runtime's.
/// Any thread may call, but one at a time may send. Nothing here blocks or throws.
/// </summary>
internal interface ITcpSocket
{
    /// <summary>Sends what the kernel takes at once.</summary>
    /// <returns>How many bytes that was; −1 when it will never take any again.</returns>
    int Send(ReadOnlySpan<byte> bytes);

    /// <summary>Sends everything, as the kernel takes it. <c>false</c> when it won't.</summary>
    ValueTask<bool> SendAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Ends what there is to read; what is sent is still sent.</summary>
    void ShutdownReceive();

    /// <summary>Sends what the kernel still has, takes nothing more and lets the descriptor go.</summary>
    void Cut();
}

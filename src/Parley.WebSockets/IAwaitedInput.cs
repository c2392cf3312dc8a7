namespace Parley.WebSockets;

/// <summary>An input that is asked whether there is something to read; <see cref="ReadingLoop"/> does so.</summary>
internal interface IAwaitedInput : IFrameInput
{
    /// <summary>Waits until there is something to read, be it the end. Holds no memory meanwhile.</summary>
    ValueTask<int> WaitAsync();
}

using Parley.Core.Sessions;

namespace Parley.WebSockets;

/// <summary>Reads a connection from an input that has to be asked.</summary>
internal static class ReadingLoop
{
    /// <summary>After so many reads without a pause others on the same thread get their turn.</summary>
    private const int ReadsInARow = 64;

    /// <summary>Reads until the connection is over. Does not throw.</summary>
    /// <remarks>One method with the loop in it: each further one would stay in memory with every idle connection.</remarks>
    public static async Task RunAsync(IAwaitedInput input, WebSocketConnection connection)
    {
        for (var inARow = 0; ; inARow++)
        {
            try
            {
                // It throws at once, not through the task, when the connection was reset since the last read.
                var arrival = input.WaitAsync();
                if (!arrival.IsCompleted) inARow = 0;
                else if (inARow >= ReadsInARow)
                {
                    await Task.Yield();
                    inARow = 0;
                }

                await arrival.ConfigureAwait(false);
            }
            catch (Exception)
            {
                break;
            }

            if (!TryTake(connection)) break;
        }

        await connection.EndAsync().ConfigureAwait(false);
    }

    private static bool TryTake(WebSocketConnection connection)
    {
        FlushBatch.Begin();
        try
        {
            return connection.TryTake();
        }
        finally
        {
            FlushBatch.End();
        }
    }
}

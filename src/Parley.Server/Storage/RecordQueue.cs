using System.Threading.Channels;

namespace Parley.Server.Storage;

/// <summary>
/// Records on their way from a room to the store. While the store is down they wait, up to a number; beyond it they are
/// lost and counted.
/// </summary>
/// <typeparam name="TRecord">What waits.</typeparam>
/// <param name="countLost">Is called for each that will not be written.</param>
internal abstract class RecordQueue<TRecord>(Action countLost)
{
    /// <summary>Records that may wait: some megabytes.</summary>
    public const int MostWaiting = 10_000;

    private readonly Channel<TRecord> waiting = Channel.CreateBounded<TRecord>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private long lost;

    /// <summary>Where they come out.</summary>
    public ChannelReader<TRecord> Waiting => waiting.Reader;

    /// <summary>How many will not be written.</summary>
    public long Lost => Interlocked.Read(ref lost);

    /// <summary>Takes a record. Neither blocks, throws nor logs: a room's lock is held.</summary>
    public void Add(TRecord record)
    {
        if (!waiting.Writer.TryWrite(record)) Lose();
    }

    /// <summary>No more will come.</summary>
    public void Complete() => waiting.Writer.TryComplete();

    /// <summary>A record will not be written.</summary>
    public void Lose()
    {
        countLost();
        Interlocked.Increment(ref lost);
    }
}

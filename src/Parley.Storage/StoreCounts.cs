namespace Parley.Storage;

/// <summary>What a store counts of itself, for metrics.</summary>
public sealed class StoreCounts
{
    private long failures;
    private long retries;
    private long gaps;
    private volatile bool listening;

    /// <summary>Calls that failed because the database did.</summary>
    public long Failures => Interlocked.Read(ref failures);

    /// <summary>Calls that were tried again.</summary>
    public long Retries => Interlocked.Read(ref retries);

    /// <summary>How often changes may have been missed, because the connection that listens was lost.</summary>
    public long Gaps => Interlocked.Read(ref gaps);

    /// <summary>Whether changes that other nodes make are heard now.</summary>
    public bool Listening
    {
        get => listening;
        internal set => listening = value;
    }

    internal void Failed() => Interlocked.Increment(ref failures);

    internal void Retried() => Interlocked.Increment(ref retries);

    internal void Missed() => Interlocked.Increment(ref gaps);
}

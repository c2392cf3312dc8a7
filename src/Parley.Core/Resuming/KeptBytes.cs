namespace Parley.Core.Resuming;

/// <summary>The bytes of all replay logs together.</summary>
internal sealed class KeptBytes
{
    private long bytes;

    public long Count => Interlocked.Read(ref bytes);

    /// <summary>Adds, or takes away, and says how many there are then.</summary>
    public long Add(long more) => Interlocked.Add(ref bytes, more);
}

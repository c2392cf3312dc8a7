namespace Parley.Bench.Load;

/// <summary>How a client writes the answers to several messages that one read has brought.</summary>
internal enum Writes
{
    /// <summary>Each by itself, as separate browsers' separate <c>send()</c> calls arrive.</summary>
    Single,

    /// <summary>All in one, as a client's burst of candidates arrives. Far easier on the load generator.</summary>
    Burst,
}

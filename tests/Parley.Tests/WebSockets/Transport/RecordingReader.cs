using System.Collections.Concurrent;
using Parley.WebSockets.Transport.Polled;

namespace Parley.Tests.WebSockets.Transport;

/// <summary>Reads a polled socket as it is told to, and remembers.</summary>
internal sealed class RecordingReader : IPolledReader
{
    /// <summary>What to do when there may be something to read.</summary>
    public Action Readable { get; set; } = () => { };

    public ConcurrentQueue<Exception> Failures { get; } = [];

    void IPolledReader.OnReadable() => Readable();

    void IPolledReader.OnFailure(Exception failure) => Failures.Enqueue(failure);
}

using System.Diagnostics.Metrics;
using Parley.Core.Metrics;

namespace Parley.Server.Metrics;

/// <summary>Which instruments are exported: all of Parley's, and of the runtime's those that tell how the process does.</summary>
internal static class ExportedInstruments
{
    /// <summary>The meter that .NET itself keeps.</summary>
    public const string RuntimeMeter = "System.Runtime";

    private static readonly HashSet<string> Runtime =
    [
        "dotnet.gc.collections",
        "dotnet.gc.heap.total_allocated",
        "dotnet.gc.last_collection.heap.size",
        "dotnet.gc.pause.time",
        "dotnet.jit.compilation.time",
        "dotnet.process.cpu.time",
        "dotnet.process.memory.working_set",
        "dotnet.thread_pool.queue.length",
        "dotnet.thread_pool.thread.count",
        "dotnet.thread_pool.work_item.count",
    ];

    /// <summary>The runtime declares these as counters, but they go down as well.</summary>
    public static readonly IReadOnlySet<string> Gauges =
        new HashSet<string> { "dotnet.thread_pool.queue.length", "dotnet.thread_pool.thread.count" };

    /// <param name="instrument">Any instrument of the process.</param>
    /// <param name="meters">This server's factory: a process may hold several servers, in tests for instance.</param>
    public static bool Contains(Instrument instrument, IMeterFactory meters) =>
        instrument.Meter.Name == ParleyMetrics.MeterName ? ReferenceEquals(instrument.Meter.Scope, meters)
        : instrument.Meter.Name == RuntimeMeter && Runtime.Contains(instrument.Name);
}

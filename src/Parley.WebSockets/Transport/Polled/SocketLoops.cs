using System.ComponentModel;

namespace Parley.WebSockets.Transport.Polled;

/// <summary>The process's loops: one for each processor that it may use. They live as long as the process.</summary>
internal static class SocketLoops
{
    private static readonly Lazy<SocketLoop[]> All = new(Make);

    private static int turn;

    /// <summary>Whether there are any: on Linux, unless the kernel refuses.</summary>
    public static bool Exist => All.Value.Length > 0;

    /// <summary>The loop for the next socket: each in turn.</summary>
    public static SocketLoop Next() => All.Value[(uint)Interlocked.Increment(ref turn) % All.Value.Length];

    private static SocketLoop[] Make()
    {
        if (!OperatingSystem.IsLinux()) return [];
        try
        {
            var loops = new SocketLoop[Environment.ProcessorCount];
            for (var i = 0; i < loops.Length; i++) loops[i] = new SocketLoop();
            for (var i = 0; i < loops.Length; i++) loops[i].Start($"Sockets {i}");
            return loops;
        }
        catch (Exception refused) when (refused is Win32Exception or DllNotFoundException or EntryPointNotFoundException)
        {
            return [];
        }
    }
}

using System.Globalization;

namespace Parley.WebSockets.Transport;

/// <summary>
/// Keeps connections from taking the process's last file descriptors: without any, the runtime can't start a thread, and
/// dies of it.
/// </summary>
internal static class Descriptors
{
    /// <summary>Nothing is to be accepted without a descriptor, and whoever holds them needs this thread to let them go.</summary>
    public static readonly TimeSpan PauseWhenFull = TimeSpan.FromMilliseconds(100);

    private const int Reserve = 128;
    private const string Limits = "/proc/self/limits";
    private const string LimitName = "Max open files";

    private static readonly long MostForSockets = Limit() - Reserve;

    /// <summary>Whether a socket got one of the last. The kernel gives out the lowest number that is free.</summary>
    public static bool AreScarce(nint socket) => socket >= MostForSockets;

    /// <summary>The soft limit, which the runtime has raised to the hard one; where there is none to read, none is known.</summary>
    private static long Limit()
    {
        if (!OperatingSystem.IsLinux()) return long.MaxValue;
        var line = File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith(LimitName, StringComparison.Ordinal));
        var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }
}

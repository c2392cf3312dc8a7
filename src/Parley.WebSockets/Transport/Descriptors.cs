using System.Globalization;
using System.Net.Sockets;

namespace Parley.WebSockets.Transport;

/// <summary>
/// Keeps connections from taking the process's last file descriptors: without any, the runtime can't start a thread, and
/// dies of it.
/// </summary>
internal static class Descriptors
{
    private const int Reserve = 128;
    private const string Limits = "/proc/self/limits";
    private const string LimitName = "Max open files";

    private static readonly long MostForSockets = Limit() - Reserve;

    /// <summary>Whether a socket got one of the last. The kernel gives out the lowest number that is free.</summary>
    public static bool AreScarce(Socket socket) => socket.Handle >= MostForSockets;

    /// <summary>The soft limit, which the runtime has raised to the hard one; where there is none to read, none is known.</summary>
    private static long Limit()
    {
        if (!OperatingSystem.IsLinux()) return long.MaxValue;
        var line = File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith(LimitName, StringComparison.Ordinal));
        var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var limit) ? limit : long.MaxValue;
    }
}

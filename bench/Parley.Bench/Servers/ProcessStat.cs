using System.Globalization;

namespace Parley.Bench.Servers;

/// <summary>A process as <c>/proc</c> shows it: proc(5).</summary>
internal static class ProcessStat
{
    // USER_HZ; the kernel's interface has it at 100 on every architecture .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>User and system time of all its threads, the ended ones included; exact to 10 ms.</summary>
    internal static TimeSpan CpuTime(int pid)
    {
        var stat = File.ReadAllText($"/proc/{pid}/stat");
        // The second field is the program's name in parentheses, and may contain anything.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = Number(fields[11]) + Number(fields[12]);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    /// <summary>Time that all cores together were not idle, since the machine started.</summary>
    internal static TimeSpan MachineTime()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        // user nice system idle iowait irq softirq steal
        var ticks = fields.Skip(1).Take(8).Select(Number).ToArray();
        return TimeSpan.FromSeconds((ticks.Sum() - ticks[3] - ticks[4]) / TicksPerSecond);
    }

    /// <summary>Resident memory, in bytes.</summary>
    internal static long ResidentBytes(int pid)
    {
        foreach (var line in File.ReadLines($"/proc/{pid}/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
                return Number(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]) * 1024;
        }
        throw new BenchException($"process {pid} has no memory any more");
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}

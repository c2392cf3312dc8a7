using System.Diagnostics;
using System.Text.Json;

namespace Parley.Bench.Report;

/// <summary>What the numbers were measured on: processor, kernel, runtimes, versions of the peers.</summary>
internal static class MachineText
{
    internal static string Describe(string repository)
    {
        var kernel = Environment.OSVersion.Version;
        var packages = JsonDocument.Parse(File.ReadAllText(new Layout(repository).Packages)).RootElement
            .GetProperty("dependencies").EnumerateObject().Select(package => $"{package.Name} {package.Value}");
        return $"{Processor()}, {Cores()} cores, Linux {kernel.Major}.{kernel.Minor}; .NET {Environment.Version}, " +
            $"Node {NodeVersion()}; npm: {string.Join(", ", packages)}.";
    }

    private static string Processor()
    {
        foreach (var line in File.ReadLines("/proc/cpuinfo"))
        {
            if (line.StartsWith("model name", StringComparison.Ordinal))
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
        }
        return "unknown processor";
    }

    // Environment.ProcessorCount would be 1: this process is pinned.
    private static int Cores() =>
        File.ReadLines("/proc/stat").Count(line => line is ['c', 'p', 'u', >= '0' and <= '9', ..]);

    private static string NodeVersion()
    {
        using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
        var version = node.StandardOutput.ReadToEnd().Trim();
        node.WaitForExit();
        return version;
    }
}

namespace Parley.Janus.Hls;

/// <summary>Where the program is.</summary>
internal static class FfmpegPath
{
    /// <summary>The full path of a program that is named by a path or looked for in <c>PATH</c>; <c>null</c> when it isn't there.</summary>
    public static string? Find(string program)
    {
        if (program.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)) return Existing(Path.GetFullPath(program));

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Where(folder => folder.Length > 0)
            .Select(folder => Existing(Path.Combine(folder, program)))
            .FirstOrDefault(path => path is not null);
    }

    private static string? Existing(string path) =>
        File.Exists(path) ? path : OperatingSystem.IsWindows() && File.Exists(path + ".exe") ? path + ".exe" : null;
}

using System.Diagnostics;

namespace Parley.Browser.Networks;

/// <summary>
/// Ends what a killed test run leaves behind. Servers and network namespaces outlive a process that dies without a word,
/// so a shell beside the tests keeps a list of them, and clears it away when its input ends, however that came about.
/// </summary>
internal sealed class Reaper : IAsyncDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        declare -A processes folders
        while read -r what which; do
          case $what in
            process) processes[$which]=1 ;;
            ended) unset "processes[$which]" ;;
            folder) folders[$which]=1 ;;
            deleted) unset "folders[$which]" ;;
          esac
        done
        for pid in "${!processes[@]}"; do kill -KILL "$pid"; done
        for folder in "${!folders[@]}"; do rm -rf -- "$folder"; done
        """;

    private static readonly Lazy<Reaper> OfThisRun = new(() => new Reaper());

    // In a session of its own: what is sent to the tests' process group isn't meant for it.
    private readonly Process shell = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", Script]) { RedirectStandardInput = true })!;

    /// <summary>The one that this process has; its input ends with this process.</summary>
    public static Reaper Shared => OfThisRun.Value;

    public void Watch(Process process) => Tell($"process {process.Id}");

    /// <summary>The process has ended, so its id may soon be another's.</summary>
    public void Forget(int processId) => Tell($"ended {processId}");

    public void Watch(DirectoryInfo folder) => Tell($"folder {folder.FullName}");

    public void Forget(DirectoryInfo folder) => Tell($"deleted {folder.FullName}");

    /// <summary>Ends its input, as this process's death would, and waits until all is cleared away.</summary>
    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }

    private void Tell(string line)
    {
        lock (shell)
        {
            shell.StandardInput.WriteLine(line);
            shell.StandardInput.Flush();
        }
    }
}

using System.Globalization;

namespace Parley.Bench.Servers;

/// <summary>
/// The process ids of the servers that run now, one a line. <c>eng/bench</c> ends what is left in it, should this
/// process be killed before it can do so itself.
/// </summary>
/// <param name="path">The file, or null to keep none.</param>
internal sealed class PidFile(string? path)
{
    private readonly HashSet<int> running = [];

    internal void Add(int pid)
    {
        running.Add(pid);
        Save();
    }

    internal void Remove(int pid)
    {
        running.Remove(pid);
        Save();
    }

    private void Save()
    {
        if (path is not null)
            File.WriteAllLines(path, running.Select(pid => pid.ToString(CultureInfo.InvariantCulture)));
    }
}

namespace Parley.Protocols.World;

/// <summary>Collects what is wrong with a world file, and what is passed over; bounded, as files are not.</summary>
internal sealed class FaultList(string file)
{
    private readonly List<WorldFault> faults = [];
    private readonly List<WorldFault> warnings = [];

    public IReadOnlyList<WorldFault> Faults => faults;

    public IReadOnlyList<WorldFault> Warnings => warnings;

    public bool Any => faults.Count > 0;

    /// <summary>Whether no more are told; the last one says so.</summary>
    public bool IsFull => faults.Count > WorldFileLimits.Faults;

    /// <summary>The same for warnings.</summary>
    public bool WarningsAreFull => warnings.Count > WorldFileLimits.Faults;

    public void Add(string path, string why) => Add(faults, path, why);

    public void Warn(string path, string why) => Add(warnings, path, why);

    private void Add(List<WorldFault> list, string path, string why)
    {
        if (list.Count < WorldFileLimits.Faults) list.Add(new(file, path, why));
        else if (list.Count == WorldFileLimits.Faults) list.Add(new(file, "$", "there is more, which is not listed."));
    }
}

namespace Parley.Server.Options;

/// <summary>The configuration can't be used. The message names every fault, for the person who starts the server.</summary>
internal sealed class InvalidOptionsException(IReadOnlyList<OptionFault> faults) : Exception(Describe(faults))
{
    public IReadOnlyList<OptionFault> Faults => faults;

    private static string Describe(IReadOnlyList<OptionFault> faults) =>
        $"Parley can't start: its configuration has {(faults.Count == 1 ? "a fault" : $"{faults.Count} faults")}. "
        + "All options: docs/options.md; in the environment, write Parley__Auth__SymmetricKey for Parley:Auth:SymmetricKey."
        + string.Concat(faults.Select(f => $"{Environment.NewLine}  - {f}"));
}

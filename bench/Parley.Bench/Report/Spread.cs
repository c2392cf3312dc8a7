namespace Parley.Bench.Report;

/// <summary>The median of a few numbers, and how far they lie apart.</summary>
internal sealed record Spread(double Least, double Median, double Most)
{
    /// <summary>Null when there are no numbers; those that are not a number don't count.</summary>
    internal static Spread? Of(IEnumerable<double> values)
    {
        var sorted = values.Where(double.IsFinite).Order().ToArray();
        if (sorted.Length == 0)
            return null;
        var middle = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return new Spread(sorted[0], middle, sorted[^1]);
    }
}

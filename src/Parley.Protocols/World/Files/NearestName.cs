namespace Parley.Protocols.World;

/// <summary>Guesses what a person meant who wrote a name that is not known.</summary>
internal static class NearestName
{
    /// <summary>The name that was most likely meant, or <c>null</c> when none is near.</summary>
    public static string? Of(string written, IEnumerable<string> known)
    {
        // A longer one is near to none of the known, and would take long to compare.
        if (written.Length > 40) return null;

        // Names that differ by more in length than they may in all are not compared letter by letter.
        return known.Where(name => Math.Abs(name.Length - written.Length) <= MostDistance(name))
            .Select(name => (Name: name, Distance: Distance(name, written)))
            .Where(n => n.Distance <= MostDistance(n.Name))
            .OrderBy(n => n.Distance)
            .Select(n => n.Name)
            .FirstOrDefault();
    }

    private static int MostDistance(string name) => Math.Clamp(name.Length / 3, 1, 3);

    /// <summary>Of letters to add, drop, change or swap with their neighbour; a capital is no change.</summary>
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++) rows[i, j] = i == 0 ? j : j == 0 ? i : Least(rows, a, b, i, j);
        }

        return rows[a.Length, b.Length];
    }

    private static int Least(int[,] rows, string a, string b, int i, int j)
    {
        var changed = rows[i - 1, j - 1] + (Same(a[i - 1], b[j - 1]) ? 0 : 1);
        var least = Math.Min(changed, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
        var swapped = i > 1 && j > 1 && Same(a[i - 1], b[j - 2]) && Same(a[i - 2], b[j - 1]);
        return swapped ? Math.Min(least, rows[i - 2, j - 2] + 1) : least;
    }

    private static bool Same(char a, char b) => char.ToUpperInvariant(a) == char.ToUpperInvariant(b);
}

using System.Reflection;

namespace Parley.Server.Options;

/// <summary>The names of all options, as the option classes have them.</summary>
internal static class OptionKeys
{
    /// <summary>Every key, with the section: <c>Parley:Auth:SymmetricKey</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Walk(typeof(ParleyOptions), ParleyOptions.Section)];

    public static IEnumerable<PropertyInfo> PropertiesOf(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    /// <summary>Whether the property holds further options rather than a value.</summary>
    public static bool IsSection(PropertyInfo property) => property.PropertyType.Namespace == typeof(ParleyOptions).Namespace;

    /// <summary>What the property lists, when that is further options; or <c>null</c>.</summary>
    public static Type? SectionsIn(PropertyInfo property) =>
        property.PropertyType is { IsGenericType: true } list && list.GetGenericTypeDefinition() == typeof(IReadOnlyList<>)
        && list.GetGenericArguments()[0] is var item && item.Namespace == typeof(ParleyOptions).Namespace
            ? item
            : null;

    /// <summary>The key a person most likely meant, or <c>null</c> when none is near.</summary>
    public static string? Nearest(string key) =>
        All.Concat(All.Select(k => k[..k.LastIndexOf(':')])).Distinct()
            .Select(known => (Known: known, Distance: Distance(known, key)))
            .Where(k => k.Distance <= Math.Max(2, key.Length / 5))
            .OrderBy(k => k.Distance)
            .Select(k => k.Known)
            .FirstOrDefault();

    private static IEnumerable<string> Walk(Type type, string path) =>
        PropertiesOf(type).SelectMany(p =>
            IsSection(p) ? Walk(p.PropertyType, $"{path}:{p.Name}")
            : SectionsIn(p) is { } item ? Walk(item, $"{path}:{p.Name}:0")
            : [$"{path}:{p.Name}"]);

    /// <summary>Levenshtein's: how many letters to add, drop or change.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                var cost = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                (diagonal, row[j]) = (row[j], cost);
            }
        }

        return row[b.Length];
    }
}

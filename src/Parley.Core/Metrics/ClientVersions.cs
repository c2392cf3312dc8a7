using System.Buffers;

namespace Parley.Core.Metrics;

/// <summary>
/// Counts clients by the version that they say they are. That is text from outside, and a label of a metric has to come
/// from a short list: a few are told apart, in the order in which they came first, and the rest are <c>other</c>.
/// </summary>
internal sealed class ClientVersions
{
    private const int Most = 32;
    private const int Longest = 32;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+-_");

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> counts = [];

    public void Count(string? version)
    {
        var label = version is null ? "none"
            : version.Length is 0 or > Longest || version.AsSpan().ContainsAnyExcept(Allowed) ? "other"
            : version;
        lock (gate)
        {
            if (!counts.ContainsKey(label) && counts.Count >= Most) label = "other";
            counts[label] = counts.GetValueOrDefault(label) + 1;
        }
    }

    public IReadOnlyList<KeyValuePair<string, long>> All()
    {
        lock (gate) return [.. counts];
    }
}

using System.Text;

namespace Parley.Core.Messages;

/// <summary>
/// Turns the names that come again and again (user ids, negotiation ids) from UTF-8 into strings without making a new
/// string each time. A fixed table, newest wins: bounded, and a race costs at most one more string.
/// </summary>
public static class NameCache
{
    private const int Slots = 8192;
    private const int LongestKept = 64;
    private static readonly string?[] Table = new string?[Slots];

    /// <summary>The string that <paramref name="utf8"/> spells.</summary>
    public static string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > LongestKept || !Ascii.IsValid(utf8)) return Encoding.UTF8.GetString(utf8);

        ref var slot = ref Table[Hash(utf8) & (Slots - 1)];
        var known = slot;
        if (known is not null && Ascii.Equals(utf8, known)) return known;

        return slot = Encoding.UTF8.GetString(utf8);
    }

    private static uint Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var b in bytes) hash = (hash ^ b) * 16777619u;
        return hash ^ (hash >> 15);
    }
}

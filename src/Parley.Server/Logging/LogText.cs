using System.Globalization;
using System.Text;

namespace Parley.Server.Logging;

/// <summary>Makes text from outside harmless in a log that people read in a terminal.</summary>
internal static class LogText
{
    /// <summary>
    /// Whatever could end a line, move the cursor, change colours or turn the reading direction is written as
    /// <c>\n</c>, <c>\u001B</c> and so on; the rest, letters of any script and emoji, stays.
    /// </summary>
    public static void AppendEscaped(TextWriter to, string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune)) to.Write(rune.ToString());
            else if (rune.Value == '\n') to.Write("\\n");
            else if (rune.Value == '\r') to.Write("\\r");
            else if (rune.Value == '\t') to.Write("\\t");
            else to.Write(rune.Value <= 0xFFFF ? $"\\u{rune.Value:X4}" : $"\\U{rune.Value:X8}");
        }
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse);
}

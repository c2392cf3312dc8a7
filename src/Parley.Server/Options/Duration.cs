using System.Globalization;

namespace Parley.Server.Options;

/// <summary>
/// Spans of time as people write them: <c>30</c> (seconds), <c>500ms</c>, <c>30s</c>, <c>5m</c>, <c>12h</c>, <c>7d</c> or
/// <c>00:00:30</c>. Not <see cref="TimeSpan.Parse(string)"/> alone, to which <c>30</c> is thirty days.
/// </summary>
internal static class Duration
{
    /// <summary>What to tell a person.</summary>
    public const string Forms = "write seconds (30), a number with a unit (500ms, 30s, 5m, 12h, 7d) or hh:mm:ss";

    public static bool TryParse(string text, out TimeSpan duration)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal))
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration);

        var digits = text.TrimEnd("abcdefghijklmnopqrstuvwxyz".ToCharArray());
        duration = default;
        if (UnitOf(text[digits.Length..]) is not { } unit || !TryNumber(digits, out var number)) return false;

        var ticks = number * unit.Ticks;
        if (ticks > TimeSpan.MaxValue.Ticks) return false;

        duration = TimeSpan.FromTicks((long)ticks);
        return true;
    }

    private static bool TryNumber(string digits, out decimal number) =>
        decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
        && number < int.MaxValue;

    private static TimeSpan? UnitOf(string suffix) => suffix switch
    {
        "" or "s" => TimeSpan.FromSeconds(1),
        "ms" => TimeSpan.FromMilliseconds(1),
        "m" => TimeSpan.FromMinutes(1),
        "h" => TimeSpan.FromHours(1),
        "d" => TimeSpan.FromDays(1),
        _ => null,
    };
}

namespace Parley.Storage.Rows;

/// <summary>Times as the tables hold them: Unix milliseconds, as precise as they are on the wire.</summary>
internal static class Time
{
    public static long Of(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    public static DateTimeOffset From(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

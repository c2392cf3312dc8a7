using System.Buffers;

namespace Parley.Server.Guests;

/// <summary>What guests may be called, and names for those who don't care.</summary>
internal static class GuestNames
{
    /// <summary>For messages.</summary>
    public const string Rule = "This has to be 3 to 20 letters of A to Z, digits and underscores.";

    private const int Shortest = 3;
    private const int Longest = 20;

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] Qualities =
    [
        "Agile", "Amber", "Brave", "Breezy", "Bright", "Calm", "Cheerful", "Clever", "Curious", "Gentle", "Golden", "Happy",
        "Jolly", "Kind", "Lively", "Lucky", "Mellow", "Nimble", "Quiet", "Silver", "Sunny", "Swift", "Warm", "Witty",
    ];

    private static readonly string[] Animals =
    [
        "Badger", "Beaver", "Crane", "Deer", "Dolphin", "Falcon", "Finch", "Fox", "Gecko", "Hare", "Heron", "Ibis",
        "Koala", "Lark", "Lynx", "Marten", "Otter", "Owl", "Panda", "Puffin", "Robin", "Seal", "Swan", "Tapir",
    ];

    /// <summary>Every pair that <see cref="MakeUp"/> may begin with.</summary>
    public static IEnumerable<string> Pairs => from quality in Qualities from animal in Animals select $"{quality}_{animal}";

    public static bool IsValid(string name) =>
        name.Length is >= Shortest and <= Longest && !name.AsSpan().ContainsAnyExcept(Letters);

    /// <summary>A name that can be read out. Two guests may get the same; their ids tell them apart.</summary>
    public static string MakeUp() =>
        $"{Qualities[Random.Shared.Next(Qualities.Length)]}_{Animals[Random.Shared.Next(Animals.Length)]}{Random.Shared.Next(100):00}";
}

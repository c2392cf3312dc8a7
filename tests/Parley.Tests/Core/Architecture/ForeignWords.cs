using System.Text.RegularExpressions;

namespace Parley.Tests.Core.Architecture;

/// <summary>Finds the names of protocols, brokers, databases and media servers, whole words only.</summary>
internal static partial class ForeignWords
{
    /// <summary>Names that mean nothing else.</summary>
    private static readonly string[] Unmistakable =
        ["chatroom", "guestcall", "janus", "rabbit", "rabbitmq", "amqp", "sqlite", "postgres", "postgresql", "npgsql"];

    /// <summary>Protocols whose names are English words too: foreign in an identifier, innocent in a sentence.</summary>
    private static readonly string[] Ambiguous = ["direct", "world", "live"];

    /// <summary>The foreign words in an identifier such as <c>ChatRoomCodec</c>, or in a text.</summary>
    public static IEnumerable<string> In(string text)
    {
        var words = Word().Matches(text).Select(m => m.Value.ToLowerInvariant()).ToList();
        var pairs = words.Zip(words.Skip(1), (first, second) => first + second);
        var found = words.Concat(pairs).Intersect(Unmistakable);
        return text.Contains(' ', StringComparison.Ordinal) ? found : found.Concat(words.Intersect(Ambiguous));
    }

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+")]
    private static partial Regex Word();
}

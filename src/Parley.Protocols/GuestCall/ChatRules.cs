using System.Text.Json;

namespace Parley.Protocols.GuestCall;

/// <summary>What may be said in a chat: text, or what describes a file or a voice note that lies elsewhere.</summary>
internal static class ChatRules
{
    private const int LongestText = 1000;
    private const double LargestFile = 10 * 1024 * 1024;
    private const double LongestVoice = 300;
    private const int LongestTimestamp = 64;

    /// <summary>A character takes six bytes at most in JSON.</summary>
    private const int LongestTextJson = 6 * LongestText + 2;

    public static bool Allow(in GuestPayload message) =>
        IsTimestamp(message.Timestamp) && (
            message.Type.SequenceEqual("\"text\""u8) ? IsText(message.Content)
            : message.Type.SequenceEqual("\"file\""u8) ? IsFile(message.Content)
            : message.Type.SequenceEqual("\"voice\""u8) && IsVoice(message.Content));

    /// <summary>A string in JSON, or <c>null</c> when it is none.</summary>
    public static string? TextOf(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty || json[0] != (byte)'"') return null;
        var reader = new Utf8JsonReader(json);
        try
        {
            reader.Read();
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair is JSON, but no text.
            return null;
        }
    }

    /// <summary>Whatever clients have for it, a string or a number; and it may be left out.</summary>
    private static bool IsTimestamp(ReadOnlySpan<byte> json) =>
        json.IsEmpty || (json.Length <= LongestTimestamp && (json[0] is (byte)'"' or >= (byte)'0' and <= (byte)'9' || IsNull(json)));

    /// <summary>Whether it was left out, which JavaScript may write as well.</summary>
    public static bool IsNull(ReadOnlySpan<byte> json) => json.IsEmpty || json.SequenceEqual("null"u8);

    private static bool IsText(ReadOnlySpan<byte> json) =>
        json.Length <= LongestTextJson && TextOf(json) is { Length: <= LongestText } text && !string.IsNullOrWhiteSpace(text);

    private static bool IsFile(ReadOnlySpan<byte> json) =>
        Read(json, out var size, out _) && size is >= 0 and <= LargestFile;

    private static bool IsVoice(ReadOnlySpan<byte> json) =>
        Read(json, out var size, out var duration) && duration is > 0 and <= LongestVoice && size is null or (>= 0 and <= LargestFile);

    /// <summary>The size in bytes and the duration in seconds, where they are given.</summary>
    private static bool Read(ReadOnlySpan<byte> json, out double? size, out double? duration)
    {
        (size, duration) = (null, null);
        if (!GuestPayload.IsObject(json)) return false;
        var reader = new Utf8JsonReader(json, Json.Strict);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("fileSize"u8) || reader.ValueTextEquals("size"u8)) size = Number(ref reader);
                else if (reader.ValueTextEquals("duration"u8)) duration = Number(ref reader);
                else reader.Skip();
            }
        }
        catch (InvalidOperationException)
        {
            return false;
        }

        return true;
    }

    /// <summary>What is no number fits no limit.</summary>
    private static double Number(ref Utf8JsonReader reader)
    {
        reader.Read();
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) ? value : double.NaN;
        reader.Skip();
        return number;
    }
}

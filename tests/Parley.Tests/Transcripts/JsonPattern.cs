using System.Text.Json;
using System.Text.RegularExpressions;

namespace Parley.Tests.Transcripts;

/// <summary>Holds what came against what a transcript expects.</summary>
internal static partial class JsonPattern
{
    /// <summary>Where and how they differ, or <c>null</c>.</summary>
    public static string? Difference(string expected, string actual)
    {
        using var pattern = JsonDocument.Parse(expected);
        using var document = JsonDocument.Parse(actual);
        return Difference(pattern.RootElement, document.RootElement, "$");
    }

    private static string? Difference(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() == "<any>") return null;
        if (expected.ValueKind == JsonValueKind.String && expected.GetString() == "<time>")
        {
            return actual.ValueKind == JsonValueKind.String && Time().IsMatch(actual.GetString()!)
                ? null
                : $"{path}: a time was expected, {actual.GetRawText()} came";
        }

        if (expected.ValueKind != actual.ValueKind) return $"{path}: {expected.GetRawText()} was expected, {actual.GetRawText()} came";
        return expected.ValueKind switch
        {
            JsonValueKind.Object => Objects(expected, actual, path),
            JsonValueKind.Array => Arrays(expected, actual, path),
            // Numbers as they were written: what is passed on untouched keeps its 1.50.
            JsonValueKind.Number => expected.GetRawText() == actual.GetRawText() ? null : $"{path}: {expected} was expected, {actual} came",
            _ => expected.ToString() == actual.ToString() ? null : $"{path}: {expected} was expected, {actual} came",
        };
    }

    private static string? Objects(JsonElement expected, JsonElement actual, string path)
    {
        foreach (var property in expected.EnumerateObject())
        {
            if (!actual.TryGetProperty(property.Name, out var value)) return $"{path}.{property.Name}: is missing";
            if (Difference(property.Value, value, $"{path}.{property.Name}") is { } difference) return difference;
        }

        foreach (var property in actual.EnumerateObject())
        {
            if (!expected.TryGetProperty(property.Name, out _)) return $"{path}.{property.Name}: was not expected";
        }

        return null;
    }

    private static string? Arrays(JsonElement expected, JsonElement actual, string path)
    {
        if (expected.GetArrayLength() != actual.GetArrayLength())
            return $"{path}: {expected.GetArrayLength()} entries were expected, {actual.GetArrayLength()} came";
        for (var i = 0; i < expected.GetArrayLength(); i++)
        {
            if (Difference(expected[i], actual[i], $"{path}[{i}]") is { } difference) return difference;
        }

        return null;
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]
    private static partial Regex Time();
}

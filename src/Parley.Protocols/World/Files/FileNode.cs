using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Parley.Core.Identity;

namespace Parley.Protocols.World;

/// <summary>
/// A value of a world file that knows where it is, so that what is wrong with it can be named. What is asked of it and
/// isn't so is added to the faults; the answer is then <c>null</c>.
/// </summary>
internal readonly struct FileNode(JsonElement value, string path, FaultList faults)
{
    public string Path => path;

    public JsonElement Value => value;

    /// <summary>Whether no more faults are told, so that looking for more is idle.</summary>
    public bool IsFull => faults.IsFull;

    public void Fault(string why) => faults.Add(path, why);

    /// <summary>One item of a list that is too long to be walked through with <see cref="Items"/>.</summary>
    public FileNode Item(int index, JsonElement item) => new(item, $"{path}[{index}]", faults);

    /// <summary>Whether it is an object; names those of its fields that are not known.</summary>
    public bool IsObject(IReadOnlyList<string> fields)
    {
        if (value.ValueKind != JsonValueKind.Object) return Not("an object");

        // Looked for once: an object may have as many fields as fit into a file.
        IReadOnlyList<string>? missing = null;
        foreach (var property in value.EnumerateObject())
        {
            if (fields.Contains(property.Name)) continue;
            if (faults is { IsFull: true, WarningsAreFull: true }) break;
            Unknown(property.Name, fields, missing ??= Missing(fields));
        }

        return true;
    }

    /// <summary>A field that has to be there.</summary>
    public FileNode? Field(string name)
    {
        if (Optional(name) is { } field) return field;

        faults.Add(PathOf(name), value.TryGetProperty(name, out _) ? "is null, but is needed." : "is missing.");
        return null;
    }

    /// <summary>A field that may be left out, or be null.</summary>
    public FileNode? Optional(string name) =>
        value.TryGetProperty(name, out var field) && field.ValueKind != JsonValueKind.Null
            ? new FileNode(field, PathOf(name), faults)
            : null;

    /// <summary>The items of a list; none when it is no list, or too long.</summary>
    public IEnumerable<FileNode> Items(int most, string what)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Not("a list");
            return [];
        }

        var (count, all, place) = (value.GetArrayLength(), faults, path);
        if (count > most)
        {
            Fault($"has {count} {what}; at most {most} are taken.");
            return [];
        }

        return value.EnumerateArray().TakeWhile(_ => !all.IsFull)
            .Select((item, i) => new FileNode(item, $"{place}[{i}]", all));
    }

    /// <summary>One line of text, as ids and names are.</summary>
    public string? Line()
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Not("a text");
            return null;
        }

        var text = value.GetString()!;
        if (UserIds.IsValid(text) && text.Length <= WorldFileLimits.TextLength) return text;

        Fault($"has to be 1 to {WorldFileLimits.TextLength} characters, without control characters.");
        return null;
    }

    /// <summary>One of some words.</summary>
    public string? OneOf(IReadOnlyList<string> words)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Not("a text");
            return null;
        }

        var text = value.GetString()!;
        // The word as it is known, so that a world of many objects doesn't hold it many times.
        if (words.FirstOrDefault(w => w == text) is { } word) return word;

        var known = string.Join(", ", words.Select(w => $"'{w}'"));
        Fault(NearestName.Of(text, words) is { } near
            ? $"is '{Shown(text)}'; did you mean '{near}'? It has to be one of {known}."
            : $"is '{Shown(text)}'; it has to be one of {known}.");
        return null;
    }

    /// <summary>A whole number in a range.</summary>
    public int? Whole(int least, int most)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            Not("a whole number");
            return null;
        }

        // 3.0 is a whole number too (JSON Schema, core, section 6.3).
        if (value.TryGetDouble(out var number) && Math.Floor(number) == number && number >= least && number <= most) return (int)number;

        Fault($"is {Shown(value.GetRawText())}; it has to be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>Any number that a map could have as a coordinate.</summary>
    public double? Coordinate()
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            Not("a number");
            return null;
        }

        if (value.TryGetDouble(out var number) && double.IsFinite(number)) return number;

        Fault($"is {Shown(value.GetRawText())}, which is beyond any map.");
        return null;
    }

    public bool? Flag()
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();

        Not("true or false");
        return null;
    }

    /// <summary>Says what it is, and what it should be.</summary>
    public bool Not(string expected)
    {
        Fault($"is {KindOf(value)}; it has to be {expected}.");
        return false;
    }

    /// <summary>What a file says, short and plain enough to be said again, in a log too.</summary>
    public static string Shown(string text, int most = 60)
    {
        if (text.Length > most) text = $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
        return text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)) : text;
    }

    private string PathOf(string name) => $"{path}.{name}";

    /// <summary>
    /// What is nearly a known field that isn't there is a typing error, and would pass for the default. Anything else may
    /// be an editor's own, and is only said.
    /// </summary>
    private void Unknown(string name, IReadOnlyList<string> fields, IReadOnlyList<string> missing)
    {
        if (NearestName.Of(name, missing) is { } near)
            faults.Add(PathOf(Shown(name)), $"is no field that is known here; did you mean '{near}'? What is your own goes under 'meta'.");
        else if (!faults.WarningsAreFull)
            faults.Warn(PathOf(Shown(name)), $"is no field that is known here, and is passed over. Known are {string.Join(", ", fields)}.");
    }

    /// <summary>Which of these fields it has not.</summary>
    private string[] Missing(IReadOnlyList<string> fields)
    {
        var node = value;
        return [.. fields.Where(f => !node.TryGetProperty(f, out _))];
    }

    [SuppressMessage("Style", "IDE0072", Justification = "The rest can't be.")]
    private static string KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => value.ValueKind == JsonValueKind.True ? "true" : "false",
    };
}

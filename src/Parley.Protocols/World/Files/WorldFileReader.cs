using System.Text.Json;
using System.Text.Unicode;

namespace Parley.Protocols.World;

/// <summary>
/// Reads a world file, checks it as a whole and names everything that is wrong with it. Throws nothing, whatever the
/// file holds. See docs/worlds.md and docs/protocols/world.schema.json.
/// </summary>
public static class WorldFileReader
{
    /// <summary>Characters of what the JSON reader says.</summary>
    private const int MostOfMessage = 120;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = WorldFileLimits.Depth, AllowDuplicateProperties = false };

    /// <param name="json">The whole file, UTF-8; a byte order mark is passed over.</param>
    /// <param name="file">What to call it in faults.</param>
    public static WorldFileResult Read(ReadOnlySpan<byte> json, string file)
    {
        var faults = new FaultList(file);
        var map = Read(json, faults);
        return new WorldFileResult(faults.Any ? null : map, faults.Faults, faults.Warnings);
    }

    /// <summary>The same for a file on disk, of which no more is read than a world may have.</summary>
    /// <param name="path">Where it is.</param>
    /// <param name="file">What to call it in faults.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static WorldFileResult ReadFile(string path, string file)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var json = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (json.Length <= WorldFileLimits.FileBytes && stream.Read(buffer) is var read and > 0) json.Write(buffer, 0, read);
        return Read(json.GetBuffer().AsSpan(0, (int)json.Length), file);
    }

    private static WorldMap? Read(ReadOnlySpan<byte> json, FaultList faults)
    {
        if (json.Length > WorldFileLimits.FileBytes)
        {
            faults.Add("$", $"is longer than the {WorldFileLimits.FileBytes} bytes that are taken.");
            return null;
        }

        if (json.StartsWith("\uFEFF"u8)) json = json["\uFEFF"u8.Length..];
        if (!Utf8.IsValid(json))
        {
            faults.Add("$", "is not UTF-8.");
            return null;
        }

        try
        {
            if (HalfSurrogate(json) is { } line)
            {
                faults.Add("$", $"has a text with half of a surrogate pair (\\ud800 to \\udfff) in it, in line {line}.");
                return null;
            }

            using var document = JsonDocument.Parse(json.ToArray(), Strict);
            return new WorldFileParser(faults).Parse(new FileNode(document.RootElement, "$", faults), new WorldJson(json));
        }
        catch (JsonException wrong)
        {
            faults.Add("$", $"is not valid JSON: {Describe(wrong)}");
        }

        return null;
    }

    /// <summary>
    /// The line with a text that can't be read as such, or <c>null</c>: what the escapes of a text make up is checked only
    /// when it is read.
    /// </summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    private static int? HalfSurrogate(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Strict.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.PropertyName or JsonTokenType.String) || !reader.ValueIsEscaped) continue;

            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException)
            {
                return json[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            }
        }

        return null;
    }

    /// <summary>
    /// Without what the exception adds of its own, which counts lines from 0; and, as it may quote all of the rest of the
    /// file before it says what is wrong, only the end.
    /// </summary>
    private static string Describe(JsonException wrong)
    {
        var what = wrong.Message;
        var end = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end >= 0) what = what[..end];
        if (what.Length > MostOfMessage) what = $"…{FileNode.Shown(what[^MostOfMessage..], MostOfMessage)}";
        return wrong.LineNumber is { } line ? $"line {line + 1}, byte {wrong.BytePositionInLine + 1}: {what}" : what;
    }
}

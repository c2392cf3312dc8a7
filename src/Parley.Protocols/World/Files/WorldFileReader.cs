using System.Text.Json;
using System.Text.Unicode;

namespace Parley.Protocols.World;

/// <summary>
/// Reads a world file, checks it as a whole and names everything that is wrong with it. Throws nothing, whatever the
/// file holds. See docs/worlds.md and docs/protocols/world.schema.json.
/// </summary>
public static class WorldFileReader
{
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = WorldFileLimits.Depth, AllowDuplicateProperties = false };

    /// <param name="json">The whole file, UTF-8; a byte order mark is passed over.</param>
    /// <param name="file">What to call it in faults.</param>
    public static WorldFileResult Read(ReadOnlySpan<byte> json, string file)
    {
        var faults = new FaultList(file);
        var map = Read(json, faults);
        return new WorldFileResult(faults.Any ? null : map, faults.Faults, faults.Warnings);
    }

    private static WorldMap? Read(ReadOnlySpan<byte> json, FaultList faults)
    {
        if (json.Length > WorldFileLimits.FileBytes)
        {
            faults.Add("$", $"is {json.Length} bytes long; at most {WorldFileLimits.FileBytes} are taken.");
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
            using var document = JsonDocument.Parse(json.ToArray(), Strict);
            return new WorldFileParser(faults).Parse(new FileNode(document.RootElement, "$", faults), new WorldJson(json));
        }
        catch (JsonException wrong)
        {
            faults.Add("$", $"is not valid JSON: {Describe(wrong)}");
        }
        catch (InvalidOperationException)
        {
            // What the escapes of a text make up is checked when the text is read, not before.
            faults.Add("$", "has a text with half of a surrogate pair (\\ud800 to \\udfff) in it.");
        }

        return null;
    }

    /// <summary>Without what the exception adds of its own, which counts lines from 0.</summary>
    private static string Describe(JsonException wrong)
    {
        var what = wrong.Message;
        var end = what.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end >= 0) what = what[..end];
        return wrong.LineNumber is { } line ? $"line {line + 1}, byte {wrong.BytePositionInLine + 1}: {what}" : what;
    }
}
